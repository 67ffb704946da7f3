using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>The oracles' first network: two convolutions, a mean over the map, a classifier. In double precision.</summary>
internal sealed class Net1 : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly Linear fc;

    public Net1()
        : this([3, 4])
    {
        using IDisposable noGradient = no_grad();
        foreach ((string layer, Parameter weight, Parameter bias) in
            new[] { ("conv1", conv1.weight, conv1.bias!), ("conv2", conv2.weight, conv2.bias!), ("fc", fc.weight!, fc.bias!) })
        {
            weight.copy_(MethodOracle.Fixture($"NET1.{layer}.w").Tensor());
            bias.copy_(MethodOracle.Fixture($"NET1.{layer}.b").Tensor());
        }
    }

    private Net1(IReadOnlyList<int> widths)
        : base("NET1")
    {
        conv1 = Conv2d(2, widths[0], 3, padding: 1);
        conv2 = Conv2d(widths[0], widths[1], 3, padding: 1);
        fc = Linear(widths[1], 3);
        RegisterComponents();
        this.@double();
    }

    public static Graph Graph { get; } = new(
        "NET1",
        "1",
        [new("conv1", 3), new("conv2", 4)],
        [
            new("conv1.weight", Dimension.Output(Of(0, 3))),
            new("conv1.bias", Dimension.Channel(Of(0, 3))),
            new("conv2.weight", Dimension.Output(Of(1, 4)), Dimension.Input(Of(0, 3))),
            new("conv2.bias", Dimension.Channel(Of(1, 4))),
            new("fc.weight", Dimension.Fixed(3), Dimension.Input(Of(1, 4))),
        ],
        w => new Cost(19 * w[0] + 9 * w[0] * w[1] + w[1] + 3 * w[1] + 3, 16 * (18 * w[0] + 9 * w[0] * w[1]) + 3 * w[1], 16 * (w[0] + w[1]) + 3));

    public static Calibration Calibration => new(new TensorBatches(MethodOracle.Fixture("NET1.X").Tensor(), MethodOracle.Fixture("NET1.y").Labels()));

    /// <summary>The smaller network of a plan.</summary>
    public static Net1 Removed(PruningPlan plan, Net1 dense)
    {
        var pruned = new Net1(plan.WidthsFor(Graph));
        Surgery.Transfer(Graph, plan, dense, pruned);
        return pruned;
    }

    public override Tensor forward(Tensor input)
    {
        Tensor x = functional.relu(conv2.call(functional.relu(conv1.call(input))));
        return fc.call(x.mean([2, 3]));
    }

    private static Segment Of(int group, int channels) => new(Factor.Of(group, channels));
}

/// <summary>The oracles' second network: a residual sum whose channels two convolutions read. In double precision.</summary>
internal sealed class Net2 : Module<Tensor, Tensor>
{
    private readonly Conv2d a, b, c;

    public Net2()
        : base("NET2")
    {
        a = Conv2d(2, 3, 3, padding: 1, bias: false);
        b = Conv2d(3, 3, 3, padding: 1, bias: false);
        c = Conv2d(3, 2, 1, bias: false);
        RegisterComponents();
        this.@double();
        using IDisposable noGradient = no_grad();
        a.weight.copy_(MethodOracle.Fixture("NET2.a").Tensor());
        b.weight.copy_(MethodOracle.Fixture("NET2.b").Tensor());
        c.weight.copy_(MethodOracle.Fixture("NET2.c").Tensor());
    }

    public static Graph Graph { get; } = new(
        "NET2",
        "2",
        [new("a", 3)],
        [
            new("a.weight", Dimension.Output(Of)),
            new("b.weight", Dimension.Output(Of), Dimension.Input(Of)),
            new("c.weight", Dimension.Fixed(2), Dimension.Input(Of)),
        ],
        w => new Cost(18 * w[0] + 9 * w[0] * w[0] + 2 * w[0], 16 * (18 * w[0] + 9 * w[0] * w[0] + 2 * w[0]), 16 * (2 * w[0] + 2)));

    public static Calibration Calibration => new(new TensorBatches(MethodOracle.Fixture("NET2.X").Tensor(), MethodOracle.Fixture("NET2.y").Labels()));

    private static Segment Of => new(Factor.Of(0, 3));

    public override Tensor forward(Tensor input)
    {
        Tensor x = functional.relu(a.call(input));
        x = functional.relu(x + b.call(x));
        return c.call(x).mean([2, 3]);
    }
}

/// <summary>A layer that reads the samples directly, so that they are what criteria of activations see.</summary>
internal sealed class ReaderNetwork : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> reader;

    private ReaderNetwork(Module<Tensor, Tensor> reader)
        : base("Reader")
    {
        this.reader = reader;
        RegisterComponents();
        this.@double();
    }

    /// <summary>A 1×1 convolution that reads maps, (N, C, H, W), or a linear layer that reads vectors, (N, C).</summary>
    public static ReaderNetwork Of(Tensor samples) =>
        new(samples.dim() == 4 ? Conv2d(samples.shape[1], 2, 1, bias: false) : Linear(samples.shape[1], 2, hasBias: false));

    /// <summary>A layer with this weight.</summary>
    public static ReaderNetwork With(Tensor weight)
    {
        var network = new ReaderNetwork(weight.dim() == 4
            ? Conv2d(weight.shape[1], weight.shape[0], (weight.shape[2], weight.shape[3]), bias: false)
            : Linear(weight.shape[1], weight.shape[0], hasBias: false));
        using IDisposable noGradient = no_grad();
        network.get_parameter("reader.weight")!.copy_(weight);
        return network;
    }

    /// <summary>The inputs of the reader are a group; so are its outputs, where <paramref name="outputs"/> are given.</summary>
    public static Graph GraphOf(int inputs, int? outputs = null, int rows = 2) => new(
        "Reader",
        "3",
        outputs is int count ? [new("inputs", inputs), new("outputs", count)] : [new("inputs", inputs)],
        [
            new(
                "reader.weight",
                outputs is int filters ? Dimension.Output(new Segment(Factor.Of(1, filters))) : Dimension.Fixed(rows),
                Dimension.Input(new Segment(Factor.Of(0, inputs)))),
        ],
        widths => new Cost(widths.Sum(), widths.Sum(), widths.Sum()));

    /// <summary>The outputs are a group, and nothing else.</summary>
    public static Graph GraphOfFilters(int filters, int inputs) => new(
        "Reader",
        "3",
        [new("outputs", filters)],
        [new("reader.weight", Dimension.Output(new Segment(Factor.Of(0, filters))), Dimension.Fixed(inputs))],
        widths => new Cost(widths.Sum(), widths.Sum(), widths.Sum()));

    public override Tensor forward(Tensor input)
    {
        Tensor outputs = reader.call(input);
        return outputs.dim() == 4 ? outputs.mean([2, 3]) : outputs;
    }
}
