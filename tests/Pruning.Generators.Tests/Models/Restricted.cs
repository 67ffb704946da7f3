using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>A network whose attributes say what may not be pruned.</summary>
[Prunable("N,3,8,8")]
public partial class Restricted : Module<Tensor, Tensor>
{
    [Width(Minimum = 4, Maximum = 11, RoundTo = 2)]
    private readonly Conv2d stem = Conv2d(3, 12, 3, padding: 1);
    private readonly BatchNorm2d norm = BatchNorm2d(12);
    private readonly ModuleList<RestrictedBlock> blocks = new();
    private readonly Linear head = Linear(10, 5);

    public Restricted()
        : base("Restricted")
    {
        blocks.Add(new RestrictedBlock(12, 8));
        blocks.Add(new RestrictedBlock(8, 10));
        Neck = Sequential(("conv", Conv2d(10, 10, 1)), ("act", ReLU()));
        RegisterComponents();
    }

    [Keep]
    public Sequential Neck { get; }

    public override Tensor forward(Tensor x)
    {
        x = functional.relu(norm.call(stem.call(x)));
        foreach (RestrictedBlock block in blocks)
        {
            x = block.call(x);
        }

        return head.call(Neck.call(x).mean(new long[] { 2, 3 }));
    }
}

/// <summary>A block whose inner channels all stay, and whose last ones have a minimum, wherever it is used.</summary>
public class RestrictedBlock : Module<Tensor, Tensor>
{
    [Keep]
    private readonly Conv2d reduce;

    [Width(Minimum = 9)]
    private readonly Conv2d expand;

    public RestrictedBlock(int inChannels, int outChannels)
        : base("RestrictedBlock")
    {
        reduce = Conv2d(inChannels, 4, 1);
        expand = Conv2d(4, outChannels, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => functional.relu(expand.call(functional.relu(reduce.call(x))));
}
