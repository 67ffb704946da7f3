using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Two 3 × 3 convolutions with a shortcut around them.</summary>
public sealed class BasicBlock : Module<Tensor, Tensor>
{
    public const int Expansion = 1;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    public BasicBlock(int inPlanes, int planes, int stride, Sequential? downsample)
        : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inPlanes, planes, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(planes);
        conv2 = Conv2d(planes, planes, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(planes);
        this.downsample = downsample;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var shortcut = downsample is null ? x : downsample.call(x);
        var y = functional.relu(bn1.call(conv1.call(x)));
        y = bn2.call(conv2.call(y));
        return functional.relu(y + shortcut).MoveToOuterDisposeScope();
    }
}

/// <summary>A 3 × 3 convolution, perhaps in groups, between two that change the number of channels.</summary>
public sealed class Bottleneck : Module<Tensor, Tensor>
{
    public const int Expansion = 4;

    private readonly Conv2d conv1, conv2, conv3;
    private readonly BatchNorm2d bn1, bn2, bn3;
    private readonly ReLU relu = ReLU(inplace: true);
    private readonly Sequential? downsample;

    public Bottleneck(int inPlanes, int planes, int stride, Sequential? downsample, int groups, int widthPerGroup)
        : base(nameof(Bottleneck))
    {
        var width = (int)(planes * (widthPerGroup / 64.0)) * groups;
        conv1 = Conv2d(inPlanes, width, 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, stride: stride, padding: 1, groups: groups, bias: false);
        bn2 = BatchNorm2d(width);
        conv3 = Conv2d(width, planes * Expansion, 1, bias: false);
        bn3 = BatchNorm2d(planes * Expansion);
        this.downsample = downsample;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var identity = x;
        var y = relu.call(bn1.call(conv1.call(x)));
        y = relu.call(bn2.call(conv2.call(y)));
        y = bn3.call(conv3.call(y));
        if (downsample != null)
        {
            identity = downsample.call(x);
        }
        y += identity;
        return relu.call(y).MoveToOuterDisposeScope();
    }
}

/// <summary>The residual networks of He et al. for ImageNet: a stem, four stages of blocks, a classifier.</summary>
public abstract class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu;
    private readonly MaxPool2d maxpool;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Linear fc;
    private int inPlanes = 64;

    /// <summary>Makes one block: channels that come in, channels of the stage, stride, what stands in the shortcut.</summary>
    protected delegate Module<Tensor, Tensor> BlockFactory(int inPlanes, int planes, int stride, Sequential? downsample);

    protected ResNet(string name, BlockFactory block, int expansion, int[] blocks, int classes = 1000)
        : base(name)
    {
        conv1 = Conv2d(3, inPlanes, 7, stride: 2, padding: 3, bias: false);
        bn1 = BatchNorm2d(inPlanes);
        relu = ReLU(inplace: true);
        maxpool = MaxPool2d(3, stride: 2, padding: 1);
        layer1 = MakeLayer(block, expansion, 64, blocks[0]);
        layer2 = MakeLayer(block, expansion, 128, blocks[1], stride: 2);
        layer3 = MakeLayer(block, expansion, 256, blocks[2], stride: 2);
        layer4 = MakeLayer(block, expansion, 512, blocks[3], stride: 2);
        avgpool = AdaptiveAvgPool2d(1);
        fc = Linear(512 * expansion, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = maxpool.call(relu.call(bn1.call(conv1.call(x))));
        foreach (var layer in new[] { layer1, layer2, layer3, layer4 })
        {
            x = layer.call(x);
        }
        x = avgpool.call(x).flatten(1);
        return fc.call(x).MoveToOuterDisposeScope();
    }

    private Sequential MakeLayer(BlockFactory block, int expansion, int planes, int blocks, int stride = 1)
    {
        Sequential? downsample = null;
        if (stride != 1 || inPlanes != planes * expansion)
        {
            downsample = Sequential(
                Conv2d(inPlanes, planes * expansion, 1, stride: stride, bias: false),
                BatchNorm2d(planes * expansion));
        }
        var layers = new List<Module<Tensor, Tensor>> { block(inPlanes, planes, stride, downsample) };
        inPlanes = planes * expansion;
        for (var i = 1; i < blocks; i++)
        {
            layers.Add(block(inPlanes, planes, 1, null));
        }
        return Sequential(layers);
    }
}

/// <summary>A residual network of bottlenecks.</summary>
public abstract class BottleneckResNet(string name, int[] blocks, int groups = 1, int widthPerGroup = 64) : ResNet(
    name,
    (inPlanes, planes, stride, downsample) => new Bottleneck(inPlanes, planes, stride, downsample, groups, widthPerGroup),
    Bottleneck.Expansion,
    blocks);

/// <summary>18 layers of basic blocks.</summary>
[Prunable("N,3,224,224")]
public sealed partial class ResNet18() : ResNet(
    nameof(ResNet18),
    (inPlanes, planes, stride, downsample) => new BasicBlock(inPlanes, planes, stride, downsample),
    BasicBlock.Expansion,
    [2, 2, 2, 2]);

/// <summary>50 layers.</summary>
[Prunable("N,3,224,224")]
public sealed partial class ResNet50() : BottleneckResNet(nameof(ResNet50), [3, 4, 6, 3]);

/// <summary>50 layers, with twice the channels inside of the bottlenecks (Zagoruyko and Komodakis).</summary>
[Prunable("N,3,224,224")]
public sealed partial class WideResNet50() : BottleneckResNet(nameof(WideResNet50), [3, 4, 6, 3], widthPerGroup: 128);

/// <summary>50 layers, with bottlenecks of 32 groups (Xie et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class ResNeXt50() : BottleneckResNet(nameof(ResNeXt50), [3, 4, 6, 3], groups: 32, widthPerGroup: 4);
