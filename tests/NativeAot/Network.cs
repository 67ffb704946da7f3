using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NativeAot;

/// <summary>A block with a shortcut, a parameter of its own and a norm: all kinds of state that a pruned class registers.</summary>
public sealed class Block : Module<Tensor, Tensor>
{
    private readonly Conv2d inner;
    private readonly BatchNorm2d norm;
    private readonly Conv2d outer;

    public Block(int channels, int hidden)
        : base(nameof(Block))
    {
        inner = Conv2d(channels, hidden, 3, padding: 1, bias: false);
        norm = BatchNorm2d(hidden);
        outer = Conv2d(hidden, channels, 3, padding: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x + outer.forward(norm.forward(inner.forward(x)).relu());
}

/// <summary>A small network that is pruned and published as native code.</summary>
[Prunable("N,3,16,16")]
public sealed partial class Network : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 16, 3, padding: 1);
    private readonly Sequential blocks;
    private readonly Linear head = Linear(16, 10);

    public Network()
        : base(nameof(Network))
    {
        blocks = Sequential(new Block(16, 32), new Block(16, 24));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => head.forward(blocks.forward(stem.forward(x)).mean([2, 3]));
}
