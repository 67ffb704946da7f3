namespace Pruning.Tests;

public class GraphTests
{
    [Fact]
    public void Two_groups_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => new Graph("M", "f", [new("a", 2), new("a", 3)], [], _ => default))
            .Message.ShouldContain("'a'");

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4)]
    [InlineData(-1, 4)]
    public void A_layout_that_does_not_fit_the_groups_is_refused(int group, int length) =>
        Should.Throw<ArgumentException>(() => new Graph(
            "M", "f", [new("a", 4)], [new("conv.weight", Dimension.Output(new Segment(Factor.Of(group, length))))], _ => default))
            .Message.ShouldContain("'conv.weight'");

    [Fact]
    public void An_unknown_group_is_answered_with_the_known_ones() =>
        Should.Throw<PruningException>(() => HandMadeGraphs.Chain(2, 3).IndexOf("conv1")).Message.ShouldContain("layer0, layer1");
}
