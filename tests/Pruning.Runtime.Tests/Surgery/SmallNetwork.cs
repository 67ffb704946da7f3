using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

/// <summary>
/// Every kind of coupling in a few layers: a residual sum, a depthwise convolution, a concatenation, a grouped convolution, and a flattened
/// map read by a linear layer. The graph beside it is what the generator would write.
/// </summary>
internal sealed class SmallNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d stem, inner, outer, depthwise, side, merge, grouped;
    private readonly BatchNorm2d stemNorm, innerNorm, mergeNorm;
    private readonly Linear classifier;

    /// <param name="widths">Stem (and everything that is added to it), inner, side, merge (per group) and grouped (per group).</param>
    public SmallNetwork(params IReadOnlyList<int> widths)
        : base("SmallNetwork")
    {
        stem = Conv2d(3, widths[0], 3, padding: 1, bias: false);
        stemNorm = BatchNorm2d(widths[0]);
        inner = Conv2d(widths[0], widths[1], 3, padding: 1);
        innerNorm = BatchNorm2d(widths[1]);
        outer = Conv2d(widths[1], widths[0], 3, padding: 1);
        depthwise = Conv2d(widths[0], widths[0], 3, padding: 1, groups: widths[0]);
        side = Conv2d(widths[0], widths[2], 1);
        merge = Conv2d(widths[0] + widths[2], 2 * widths[3], 1);
        mergeNorm = BatchNorm2d(2 * widths[3]);
        grouped = Conv2d(2 * widths[3], 2 * widths[4], 3, stride: 2, padding: 1, groups: 2);
        classifier = Linear(2 * widths[4] * 16, 10);
        RegisterComponents();
    }

    public static Graph Graph { get; } = new(
        "Tests.SmallNetwork",
        "5a5a5a5a5a5a5a5a",
        [new("stem", 8), new("inner", 6), new("side", 5), new("merge", 4), new("grouped", 3)],
        [
            new("stem.weight", Dimension.Output(Of(0, 8))),
            .. Norm("stemNorm", Of(0, 8)),
            new("inner.weight", Dimension.Output(Of(1, 6)), Dimension.Input(Of(0, 8))),
            new("inner.bias", Dimension.Channel(Of(1, 6))),
            .. Norm("innerNorm", Of(1, 6)),
            new("outer.weight", Dimension.Output(Of(0, 8)), Dimension.Input(Of(1, 6))),
            new("outer.bias", Dimension.Channel(Of(0, 8))),
            new("depthwise.weight", Dimension.Channel(Of(0, 8))),
            new("depthwise.bias", Dimension.Channel(Of(0, 8))),
            new("side.weight", Dimension.Output(Of(2, 5)), Dimension.Input(Of(0, 8))),
            new("side.bias", Dimension.Channel(Of(2, 5))),
            new("merge.weight", Dimension.Output(Twice(3, 4)), Dimension.Input(Of(0, 8), Of(2, 5))),
            new("merge.bias", Dimension.Channel(Twice(3, 4))),
            .. Norm("mergeNorm", Twice(3, 4)),
            new("grouped.weight", Dimension.Output(Twice(4, 3)), Dimension.Input(Of(3, 4))),
            new("grouped.bias", Dimension.Channel(Twice(4, 3))),
            new(
                "classifier.weight",
                Dimension.Fixed(10),
                Dimension.Input(new Segment(Factor.Constant(2), Factor.Of(4, 3), Factor.Constant(16)))),
        ],
        CostOf);

    /// <summary>A dense network whose batch norms have seen some data.</summary>
    public static SmallNetwork Dense()
    {
        manual_seed(7);
        var network = new SmallNetwork(Graph.DenseWidths);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach (BatchNorm2d norm in network.modules().OfType<BatchNorm2d>())
        {
            norm.weight!.copy_(rand_like(norm.weight!) + 0.5);
            norm.bias!.copy_(randn_like(norm.bias!));
        }
        for (int batch = 0; batch < 3; batch++)
        {
            network.call(randn(16, 3, 8, 8));
        }
        network.eval();
        return network;
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = functional.relu(stemNorm.call(stem.call(input)));
        x = functional.relu(x + outer.call(functional.relu(innerNorm.call(inner.call(x)))));
        x = cat([depthwise.call(x), side.call(x)], 1);
        x = functional.relu(mergeNorm.call(merge.call(x)));
        x = functional.relu(grouped.call(x)).flatten(1);
        return classifier.call(x).MoveToOuterDisposeScope();
    }

    private static Segment Of(int group, int channels) => new(Factor.Of(group, channels));

    private static Segment Twice(int group, int channels) => new(Factor.Constant(2), Factor.Of(group, channels));

    private static IEnumerable<ParameterLayout> Norm(string name, Segment channels) =>
        from part in (string[])["weight", "bias", "running_mean", "running_var"]
        select new ParameterLayout($"{name}.{part}", Dimension.Channel(channels));

    private static Cost CostOf(IReadOnlyList<int> w)
    {
        long parameters = 27 * w[0] + 2 * w[0]
            + 9 * w[0] * w[1] + w[1] + 2 * w[1]
            + 9 * w[1] * w[0] + w[0]
            + 9 * w[0] + w[0]
            + w[0] * w[2] + w[2]
            + (w[0] + w[2]) * 2 * w[3] + 2 * w[3] + 4 * w[3]
            + 9 * w[3] * 2 * w[4] + 2 * w[4]
            + 320 * w[4] + 10;
        long macs = 64 * (27 * w[0] + 18 * w[0] * w[1] + 9 * w[0] + w[0] * w[2] + (w[0] + w[2]) * 2 * w[3])
            + 16 * 9 * w[3] * 2 * w[4]
            + 320 * w[4];
        long activations = 64 * (3 * w[0] + w[1] + w[2] + 2 * w[3]) + 16 * 2 * w[4] + 10;
        return new Cost(parameters, macs, activations);
    }
}
