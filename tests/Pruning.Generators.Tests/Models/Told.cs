using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>Two branches whose channels only the source says to belong together.</summary>
[Prunable("N,3,8,8")]
public partial class ToldCoupling : Module<Tensor, Tensor>
{
    [Coupled(nameof(right), "blocks.0")]
    private readonly Conv2d left = Conv2d(3, 8, 3, padding: 1);
    private readonly Conv2d right = Conv2d(3, 8, 1);
    private readonly Sequential blocks = Sequential(Conv2d(3, 8, 1), ReLU());
    private readonly Conv2d merge = Conv2d(24, 6, 1);
    private readonly Linear head = Linear(6, 4);

    public ToldCoupling()
        : base(nameof(ToldCoupling)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = cat(new[] { left.call(x), right.call(x), blocks.call(x) }, 1);
        return head.call(merge.call(x).mean(new long[] { 2, 3 }));
    }
}

/// <summary>Steps that are not read: one that treats channels one by one, one that mixes them, and a module.</summary>
[Prunable("N,3,8,8")]
public partial class ToldOpaque : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(3, 8, 3, padding: 1);
    private readonly Conv2d second = Conv2d(8, 6, 3, padding: 1);
    private readonly Conv2d third = Conv2d(6, 5, 1);
    private readonly Mixer mixer = new(5, 2);
    private readonly Conv2d fourth = Conv2d(5, 7, 1);
    private readonly Linear head = Linear(7, 4);

    public ToldOpaque()
        : base(nameof(ToldOpaque)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = Halve(first.call(x));
        x = Turned(second.call(x));
        x = mixer.call(third.call(x));
        return head.call(fourth.call(x).mean(new long[] { 2, 3 }));
    }

    [Opaque("N,C,H,W", Output = "N,C,H/2,W/2"), Coupled("C")]
    internal static Tensor Halve(Tensor x) => x.cumsum(2)[.., .., TensorIndex.Slice(null, null, 2), TensorIndex.Slice(null, null, 2)];

    [Opaque(Output = "N,6,4,4")]
    internal static Tensor Turned(Tensor x) => x.flip(1);
}

/// <summary>A module that is not read.</summary>
[Opaque("N,C,H,W", Output = "N,C,H,W")]
public class Mixer : Module<Tensor, Tensor>
{
    private readonly Linear mix;
    private readonly int _power;

    public Mixer(int channels, int power)
        : base(nameof(Mixer))
    {
        _power = power;
        mix = Linear(channels, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => mix.call(x.permute(0, 2, 3, 1).pow(_power)).permute(0, 3, 1, 2);
}

/// <summary>A branch on the data that the source decides.</summary>
[Prunable("N,3")]
public partial class ToldCondition : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(3, 8);
    private readonly Linear last = Linear(8, 4);

    public ToldCondition()
        : base(nameof(ToldCondition)) => RegisterComponents();

    [Assume("x.isnan() .any().item<bool>()", false)]
    [Assume("x.max().item<float>() > 1e6f", false)]
    public override Tensor forward(Tensor x)
    {
        x = first.call(x);
        if (x.isnan().any().item<bool>())
        {
            return zeros(1, 4);
        }

        return last.call(x.max().item<float>() > 1e6f ? x / 1e6f : x);
    }
}
