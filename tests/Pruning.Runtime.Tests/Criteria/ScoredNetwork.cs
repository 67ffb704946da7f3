using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>
/// Two convolutions, the first with a batch norm, the second with a factor for each channel, and a classifier of the flattened map. In
/// double precision.
/// </summary>
internal sealed class ScoredNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d first, second, scale;
    private readonly BatchNorm2d norm;
    private readonly Linear classifier;

    public ScoredNetwork()
        : this([6, 6])
    {
    }

    private ScoredNetwork(IReadOnlyList<int> widths)
        : base("ScoredNetwork")
    {
        first = Conv2d(2, widths[0], 3, padding: 1, bias: false);
        norm = BatchNorm2d(widths[0]);
        second = Conv2d(widths[0], widths[1], 3, padding: 1);
        scale = Conv2d(widths[1], widths[1], 1, groups: widths[1], bias: false);
        classifier = Linear(widths[1] * 16, 3);
        RegisterComponents();
    }

    public static Graph Graph { get; } = new(
        "ScoredNetwork",
        "6",
        [new("first", 6), new("second", 6)],
        [
            new("first.weight", Dimension.Output(Of(0))),
            .. Norm("norm", 0),
            new("second.weight", Dimension.Output(Of(1)), Dimension.Input(Of(0))),
            new("second.bias", Dimension.Channel(Of(1))),
            new("scale.weight", Dimension.Channel(Of(1))),
            new("classifier.weight", Dimension.Fixed(3), Dimension.Input(new Segment(Factor.Of(1, 6), Factor.Constant(16)))),
        ],
        w => new Cost(18 * w[0] + 9 * w[0] * w[1] + 48 * w[1], 16 * (18 * w[0] + 9 * w[0] * w[1]) + 48 * w[1], 16 * (w[0] + w[1]) + 3));

    public override Tensor forward(Tensor input)
    {
        Tensor x = functional.relu(norm.call(first.call(input)));
        return classifier.call(functional.relu(scale.call(second.call(x))).flatten(1));
    }

    /// <summary>The smaller network of a plan.</summary>
    public static ScoredNetwork Removed(PruningPlan plan, ScoredNetwork dense)
    {
        var pruned = new ScoredNetwork(plan.WidthsFor(Graph));
        pruned.@double().eval();
        Surgery.Transfer(Graph, plan, dense, pruned);
        return pruned;
    }

    /// <summary>A network whose batch norm has seen data, and data that it has not seen.</summary>
    public static (ScoredNetwork Model, Calibration Calibration) Trained()
    {
        manual_seed(7);
        var model = new ScoredNetwork();
        model.@double();
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            model.norm.weight!.copy_(rand_like(model.norm.weight!) + 0.5);
            model.norm.bias!.copy_(randn_like(model.norm.bias!));
            model.scale.weight.copy_(rand_like(model.scale.weight) + 0.5);
            model.call(randn([32, 2, 4, 4], dtype: ScalarType.Float64));
        }
        model.eval();
        long[] labels = [.. Enumerable.Range(0, 40).Select(sample => sample * 7L % 3)];
        return (model, new Calibration(new TensorBatches(randn([40, 2, 4, 4], dtype: ScalarType.Float64), labels, 16)));
    }

    private static Segment Of(int group) => new(Factor.Of(group, 6));

    private static IEnumerable<ParameterLayout> Norm(string name, int index) =>
        from part in (string[])["weight", "bias", "running_mean", "running_var"]
        select new ParameterLayout($"{name}.{part}", Dimension.Channel(Of(index)));
}
