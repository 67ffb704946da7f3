using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Few channels, then many of two kinds side by side.</summary>
public sealed class Fire : Module<Tensor, Tensor>
{
    private readonly Conv2d squeeze;
    private readonly ReLU squeeze_activation = ReLU(inplace: true);
    private readonly Conv2d expand1x1;
    private readonly ReLU expand1x1_activation = ReLU(inplace: true);
    private readonly Conv2d expand3x3;
    private readonly ReLU expand3x3_activation = ReLU(inplace: true);

    public Fire(int inPlanes, int squeezePlanes, int expandPlanes)
        : base(nameof(Fire))
    {
        squeeze = Conv2d(inPlanes, squeezePlanes, 1);
        expand1x1 = Conv2d(squeezePlanes, expandPlanes, 1);
        expand3x3 = Conv2d(squeezePlanes, expandPlanes, 3, padding: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = squeeze_activation.forward(squeeze.forward(x));
        return cat([
            expand1x1_activation.forward(expand1x1.forward(x)),
            expand3x3_activation.forward(expand3x3.forward(x)),
        ], 1).MoveToOuterDisposeScope();
    }
}

/// <summary>SqueezeNet 1.1 (Iandola et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class SqueezeNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    public SqueezeNet(int classes = 1000)
        : base(nameof(SqueezeNet))
    {
        features = Sequential(
            Conv2d(3, 64, 3, stride: 2),
            ReLU(inplace: true),
            MaxPool2d(3, stride: 2, ceil_mode: true),
            new Fire(64, 16, 64),
            new Fire(128, 16, 64),
            MaxPool2d(3, stride: 2, ceil_mode: true),
            new Fire(128, 32, 128),
            new Fire(256, 32, 128),
            MaxPool2d(3, stride: 2, ceil_mode: true),
            new Fire(256, 48, 192),
            new Fire(384, 48, 192),
            new Fire(384, 64, 256),
            new Fire(512, 64, 256));
        classifier = Sequential(Dropout(0.5), Conv2d(512, classes, 1), ReLU(inplace: true), AdaptiveAvgPool2d((1, 1)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => classifier.forward(features.forward(x)).flatten(1);
}
