using Pruning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>A chain with literal sizes.</summary>
[Prunable("N,1,28,28")]
public partial class Plain : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> layers = Sequential(
        ("conv1", Conv2d(1, 8, 5)),
        ("relu1", ReLU()),
        ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(8, 16, 5)),
        ("relu2", ReLU()),
        ("pool2", MaxPool2d(2)),
        ("flatten", Flatten()),
        ("fc1", Linear(256, 32)),
        ("relu3", ReLU()),
        ("fc2", Linear(32, 10)));

    public Plain()
        : base("Plain") => RegisterComponents();

    public override Tensor forward(Tensor input) => layers.call(input);
}

/// <summary>Branches that are joined by concatenation, as in Inception and DenseNet.</summary>
[Prunable("N,3,16,16")]
public partial class Concatenating : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, padding: Padding.Same);
    private readonly ModuleList<Mixed> blocks = new();
    private readonly Linear head;

    public Concatenating(int depth = 2)
        : base(nameof(Concatenating))
    {
        int width = 8;
        foreach (int i in Enumerable.Range(0, depth))
        {
            blocks.Add(new Mixed(width, 4 + i));
            width = blocks[i].OutChannels;
        }

        head = Linear(width, 5);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = stem.call(input);
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        return head.call(x.mean(new long[] { 2, 3 }));
    }
}

public class Mixed : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> left;
    private readonly Module<Tensor, Tensor> right;
    private readonly BatchNorm2d norm;

    public Mixed(int inChannels, int growth)
        : base("Mixed")
    {
        left = Conv2d(inChannels, growth, 1);
        right = Sequential(
            ("reduce", Conv2d(inChannels, growth * 2, 1)), ("act", ReLU()), ("conv", Conv2d(growth * 2, growth, 3, padding: 1)));
        OutChannels = inChannels + (2 * growth);
        norm = BatchNorm2d(OutChannels);
    }

    public int OutChannels { get; }

    public override Tensor forward(Tensor x)
    {
        var parts = new List<Tensor> { x };
        parts.Add(left.call(x));
        parts.Add(right.call(x));
        return functional.relu(norm.call(cat(parts, dim: 1)));
    }
}
