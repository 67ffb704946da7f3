namespace Pruning.Tool.Tests;

/// <summary>A graph as the generator would write it.</summary>
internal static class Examples
{
    /// <summary>A stem whose channels a block adds to, a norm, the block's inner layer, and a classifier.</summary>
    public static Graph Residual { get; } = new(
        "Tests.Residual",
        "0123456789abcdef",
        [new Group("stem", 8), new Group("inner", 4) { IsExact = false, MinimumWidth = 2 }],
        [
            new("stem.weight", Dimension.Output(Of(0, 8))),
            new("norm.weight", Dimension.Channel(Of(0, 8))),
            new("norm.bias", Dimension.Channel(Of(0, 8))),
            new("inner.weight", Dimension.Output(Of(1, 4)), Dimension.Input(Of(0, 8))),
            new("inner.bias", Dimension.Channel(Of(1, 4))),
            new("outer.weight", Dimension.Output(Of(0, 8)), Dimension.Input(Of(1, 4))),
            new("classifier.weight", Dimension.Fixed(10), Dimension.Input(Of(0, 8))),
        ],
        w => new Cost((39 * w[0]) + (2 * w[0] * w[1]) + w[1] + 10, 2000 * w[0], (100 * w[0]) + w[1]));

    private static Segment Of(int group, int channels) => new(Factor.Of(group, channels));
}
