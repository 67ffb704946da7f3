using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Models;

/// <summary>The residual networks of He et al. for CIFAR-10: three stages, of as many blocks each, at 16, 32 and 64 channels.</summary>
public abstract class CifarResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Linear linear;

    protected CifarResNet(string name, int blocks)
        : base(name)
    {
        conv1 = Conv2d(3, 16, 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(16);
        layer1 = MakeLayer(16, 16, blocks, stride: 1);
        layer2 = MakeLayer(16, 32, blocks, stride: 2);
        layer3 = MakeLayer(32, 64, blocks, stride: 2);
        linear = Linear(64, 10);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = functional.relu(bn1.call(conv1.call(x)));
        x = layer3.call(layer2.call(layer1.call(x)));
        x = functional.adaptive_avg_pool2d(x, 1).flatten(1);
        return linear.call(x).MoveToOuterDisposeScope();
    }

    private static Sequential MakeLayer(int inPlanes, int planes, int blocks, int stride)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (var block = 0; block < blocks; block++)
        {
            layers.Add(block == 0 ? new BasicBlock(inPlanes, planes, stride) : new BasicBlock(planes, planes, stride: 1));
        }
        return Sequential(layers);
    }
}

/// <summary>20 layers, 0.27 million parameters.</summary>
[Prunable("N,3,32,32")]
public sealed partial class ResNet20() : CifarResNet(nameof(ResNet20), blocks: 3);

/// <summary>32 layers, 0.46 million parameters.</summary>
[Prunable("N,3,32,32")]
public sealed partial class ResNet32() : CifarResNet(nameof(ResNet32), blocks: 5);

/// <summary>44 layers, 0.66 million parameters.</summary>
[Prunable("N,3,32,32")]
public sealed partial class ResNet44() : CifarResNet(nameof(ResNet44), blocks: 7);

/// <summary>56 layers, 0.86 million parameters.</summary>
[Prunable("N,3,32,32")]
public sealed partial class ResNet56() : CifarResNet(nameof(ResNet56), blocks: 9);
