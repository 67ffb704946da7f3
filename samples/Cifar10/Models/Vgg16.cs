using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Models;

/// <summary>VGG-16 with batch norm for images of 32 × 32 pixels (Simonyan and Zisserman; one hidden layer at the end).</summary>
[Prunable("N,3,32,32")]
public sealed partial class Vgg16 : Module<Tensor, Tensor>
{
    private const int Pool = 0;
    private static readonly int[] Configuration =
        [64, 64, Pool, 128, 128, Pool, 256, 256, 256, Pool, 512, 512, 512, Pool, 512, 512, 512];

    private readonly Sequential features;
    private readonly Sequential classifier;

    public Vgg16()
        : base(nameof(Vgg16))
    {
        var layers = new List<Module<Tensor, Tensor>>();
        var channels = 3;
        foreach (var width in Configuration)
        {
            if (width == Pool)
            {
                layers.Add(MaxPool2d(2));
            }
            else
            {
                layers.Add(Conv2d(channels, width, 3, padding: 1, bias: false));
                layers.Add(BatchNorm2d(width));
                layers.Add(ReLU());
                channels = width;
            }
        }
        features = Sequential(layers);
        classifier = Sequential(
            Linear(channels * 2 * 2, 512),
            ReLU(),
            Dropout(0.5),
            Linear(512, 10));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(x).flatten(1)).MoveToOuterDisposeScope();
    }
}
