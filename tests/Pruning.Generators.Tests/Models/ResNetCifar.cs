using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>The residual networks of He et al. for CIFAR-10, with the names of Idelbayev's PyTorch checkpoints.</summary>
public abstract class ResNetCifar : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Linear linear;

    private int _inPlanes = 16;

    protected ResNetCifar(string name, int[] numBlocks, string option = "A", int numClasses = 10)
        : base(name)
    {
        conv1 = Conv2d(3, 16, kernel_size: 3, stride: 1, padding: 1, bias: false);
        bn1 = BatchNorm2d(16);
        layer1 = MakeLayer(16, numBlocks[0], stride: 1, option);
        layer2 = MakeLayer(32, numBlocks[1], stride: 2, option);
        layer3 = MakeLayer(64, numBlocks[2], stride: 2, option);
        linear = Linear(64, numClasses);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(bn1.forward(conv1.forward(input)));
        x = layer1.forward(x);
        x = layer2.forward(x);
        x = layer3.forward(x);
        x = functional.avg_pool2d(x, (long)x.shape[3]);
        x = x.view(x.size(0), -1);
        return linear.forward(x).MoveToOuterDisposeScope();
    }

    private Sequential MakeLayer(int planes, int count, int stride, string option)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (int i = 0; i < count; i++)
        {
            layers.Add(new BasicBlock(_inPlanes, planes, i == 0 ? stride : 1, option));
            _inPlanes = planes * BasicBlock.Expansion;
        }

        return Sequential(layers);
    }
}

public sealed class BasicBlock : Module<Tensor, Tensor>
{
    public const int Expansion = 1;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? shortcut;
    private readonly Func<Tensor, Tensor> _identity = x => x;

    public BasicBlock(int inPlanes, int planes, int stride = 1, string option = "A")
        : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inPlanes, planes, kernel_size: 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(planes);
        conv2 = Conv2d(planes, planes, kernel_size: 3, stride: 1, padding: 1, bias: false);
        bn2 = BatchNorm2d(planes);

        if (stride != 1 || inPlanes != planes)
        {
            switch (option)
            {
                case "A":
                    int pad = planes / 4;
                    _identity = x => functional.pad(
                        x[.., .., TensorIndex.Slice(0, null, 2), TensorIndex.Slice(0, null, 2)], new long[] { 0, 0, 0, 0, pad, pad });
                    break;
                case "B":
                    shortcut = Sequential(
                        Conv2d(inPlanes, Expansion * planes, kernel_size: 1, stride: stride, bias: false),
                        BatchNorm2d(Expansion * planes));
                    break;
                default:
                    throw new ArgumentException($"unknown option '{option}'", nameof(option));
            }
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var output = functional.relu(bn1.forward(conv1.forward(x)));
        output = bn2.forward(conv2.forward(output));
        output += shortcut is null ? _identity(x) : shortcut.forward(x);
        return functional.relu(output);
    }
}

[Prunable("N,3,32,32")]
public sealed partial class ResNet20() : ResNetCifar(nameof(ResNet20), [3, 3, 3]);

[Prunable("N,3,32,32")]
public sealed partial class ResNet32() : ResNetCifar(nameof(ResNet32), [5, 5, 5]);

[Prunable("N,3,32,32")]
public sealed partial class ResNet44 : ResNetCifar
{
    public ResNet44()
        : base(nameof(ResNet44), new[] { 7, 7, 7 })
    {
    }
}

[Prunable("N,3,32,32")]
public sealed partial class ResNet56 : ResNetCifar
{
    public ResNet56()
        : base("ResNet56", [9, 9, 9])
    {
    }
}

[Prunable("N,3,32,32", Args = ["B", 100])]
public sealed partial class ResNet20B(string option, int classes) : ResNetCifar(nameof(ResNet20B), [3, 3, 3], option, classes);
