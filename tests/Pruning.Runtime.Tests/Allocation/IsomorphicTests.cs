using System.Collections.Immutable;

namespace Pruning.Tests;

public class IsomorphicTests
{
    // Two groups between convolutions, and two between linear layers without a norm.
    private static readonly Graph Graph = new(
        "Tests.Isomorphic",
        "",
        [new("conv0", 8), new("conv1", 4), new("linear0", 6), new("linear1", 10)],
        [
            new("conv0.weight", Dimension.Output(Of(0, 8))), new("norm0.weight", Dimension.Channel(Of(0, 8))),
            new("conv1.weight", Dimension.Output(Of(1, 4)), Dimension.Input(Of(0, 8))), new("norm1.weight", Dimension.Channel(Of(1, 4))),
            new("linear0.weight", Dimension.Output(Of(2, 6)), Dimension.Input(Of(1, 4))), new("linear0.bias", Dimension.Channel(Of(2, 6))),
            new("linear1.weight", Dimension.Output(Of(3, 10)), Dimension.Input(Of(2, 6))), new("linear1.bias", Dimension.Channel(Of(3, 10))),
            new("head.weight", Dimension.Fixed(3), Dimension.Input(Of(3, 10))),
        ],
        widths => new Cost(widths.Sum(), widths.Sum(), 0));

    [Fact]
    public void Each_class_of_like_groups_loses_the_same_fraction_however_its_scores_are_scaled()
    {
        // conv0 has only one input dimension, so it is a class of its own; so is conv1; the linear groups are alike.
        Graph.StructureOf(2).ShouldBe(Graph.StructureOf(3));
        Graph.StructureOf(1).ShouldNotBe(Graph.StructureOf(2));
        var random = new Random(3);
        double[][] scores = [.. Graph.DenseWidths.Select((width, group) =>
            new double[width].Select(_ => Math.Pow(1000, group) * random.NextDouble()).ToArray())];
        IsomorphicAllocation raw = Allocation.Isomorphic with { Normalization = Normalization.None };

        ImmutableArray<int> widths = new Scores(Graph, scores).Plan(Budget.Channels(0.5), raw).WidthsFor(Graph);

        widths.Sum().ShouldBe(14);
        widths[0].ShouldBe(4);
        widths[1].ShouldBe(2);
        widths[3].ShouldBe(7); // the scores of linear1 are a thousand times those of linear0: there they do compete
        widths[2].ShouldBe(1);
    }

    private static Segment Of(int group, int channels) => new(Factor.Of(group, channels));
}
