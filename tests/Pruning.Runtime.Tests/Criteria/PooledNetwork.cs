using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>
/// A convolution whose maps a classifier reads pooled to single numbers, and another convolution as they are, if there is one. In double
/// precision.
/// </summary>
internal sealed class PooledNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d? beside;
    private readonly Linear classifier;

    public PooledNetwork(bool isReadTwice = false)
        : base("PooledNetwork")
    {
        first = Conv2d(2, 4, 3, bias: false);
        beside = isReadTwice ? Conv2d(4, 3, 1) : null;
        classifier = Linear(4, 3);
        RegisterComponents();
        this.@double();
    }

    public static Graph Graph { get; } = Of();

    /// <summary>With the second convolution.</summary>
    public static Graph TwiceRead { get; } = Of(new ParameterLayout("beside.weight", Dimension.Fixed(3), Dimension.Input(Channels)));

    private static Segment Channels => new(Factor.Of(0, 4));

    /// <summary>What the first convolution gives.</summary>
    public Tensor Produced(Tensor input) => first.call(input);

    public override Tensor forward(Tensor input)
    {
        Tensor x = functional.relu(first.call(input));
        Tensor logits = classifier.call(x.mean([2, 3]));
        return beside is null ? logits : logits + beside.call(x).mean([2, 3]);
    }

    private static Graph Of(params ParameterLayout[] others) => new(
        "PooledNetwork",
        "",
        [new("first", 4)],
        [
            new("first.weight", Dimension.Output(Channels)), new("classifier.weight", Dimension.Fixed(3), Dimension.Input(Channels)),
            .. others,
        ],
        widths => new Cost(widths[0], widths[0], widths[0]));
}
