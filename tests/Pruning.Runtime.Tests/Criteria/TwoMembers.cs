using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>A linear layer that produces channels, and one that reads them. In double precision, without biases or activation.</summary>
internal class TwoMembers : Module<Tensor, Tensor>
{
    protected readonly Linear first, second;

    /// <param name="first">(C, inputs).</param>
    /// <param name="second">(outputs, C).</param>
    public TwoMembers(Tensor first, Tensor second)
        : base("TwoMembers")
    {
        this.first = Linear(first.shape[1], first.shape[0], hasBias: false);
        this.second = Linear(second.shape[1], second.shape[0], hasBias: false);
        RegisterComponents();
        this.@double();
        using IDisposable noGradient = no_grad();
        this.first.weight!.copy_(first);
        this.second.weight!.copy_(second);
    }

    public static Graph Graph { get; } = GraphOf(4, 1);

    public static Graph GraphOf(int channels, int outputs) => new(
        "TwoMembers",
        "4",
        [new("first", channels)],
        [
            new("first.weight", Dimension.Output(new Segment(Factor.Of(0, channels)))),
            new("second.weight", Dimension.Fixed(outputs), Dimension.Input(new Segment(Factor.Of(0, channels)))),
        ],
        widths => new Cost(widths[0], widths[0], widths[0]));

    public override Tensor forward(Tensor input) => second.call(first.call(input));
}
