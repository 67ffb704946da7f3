using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>16 layers with batch norm (Simonyan and Zisserman).</summary>
[Prunable("N,3,224,224")]
public sealed partial class Vgg16Bn : Module<Tensor, Tensor>
{
    private static readonly object[] Configuration =
        [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M'];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d((7, 7));
    private readonly Sequential classifier;

    public Vgg16Bn(int classes = 1000)
        : base(nameof(Vgg16Bn))
    {
        features = MakeLayers(Configuration);
        classifier = Sequential(
            Linear(512 * 7 * 7, 4096), ReLU(inplace: true), Dropout(),
            Linear(4096, 4096), ReLU(inplace: true), Dropout(),
            Linear(4096, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = avgpool.forward(features.forward(x));
        return classifier.forward(x.flatten(1)).MoveToOuterDisposeScope();
    }

    private static Sequential MakeLayers(object[] configuration)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        var channels = 3;
        foreach (var entry in configuration)
        {
            if (entry is int width)
            {
                layers.AddRange([Conv2d(channels, width, 3, padding: 1), BatchNorm2d(width), ReLU(inplace: true)]);
                channels = width;
            }
            else
            {
                layers.Add(MaxPool2d(2, stride: 2));
            }
        }
        return Sequential(layers);
    }
}
