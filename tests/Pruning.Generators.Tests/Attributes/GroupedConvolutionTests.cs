using Pruning.Generators.Coupling;
using Pruning.Generators.Tests.Emitting;

namespace Pruning.Generators.Tests.Attributes;

/// <summary><c>[Prunable(Grouped = …)]</c>: what can be removed of grouped convolutions.</summary>
public sealed class GroupedConvolutionTests
{
    [Fact]
    public void Whole_groups_go_and_keep_their_size()
    {
        PruningModel model = Emitted.Solve("WholeGroups", "Couplings.cs");

        // The four groups of all three grouped convolutions are one, and the stem and the depthwise convolution follow them.
        model.Groups.Select(group => (group.Name, group.Channels)).ShouldBe([("stem", 4), ("depthwise/1", 2)]);
        model.Kept.ShouldContain(kept => kept.Reason == "[Prunable(Grouped = Groups)] on WholeGroups");
    }

    [Fact]
    public void Positions_go_from_every_group_alike()
    {
        PruningModel model = Emitted.Solve("PositionsInGroups", "Couplings.cs");

        model.Groups.Select(group => (group.Name, group.Channels))
            .ShouldBe([("stem", 4), ("grouped", 6), ("up", 3), ("depthwise/0", 2), ("depthwise/1", 2)], ignoreOrder: true);
        model.Kept.ShouldContain(kept => kept.Reason == "[Prunable(Grouped = Positions)] on PositionsInGroups");
    }
}
