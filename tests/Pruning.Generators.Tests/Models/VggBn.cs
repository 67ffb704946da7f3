using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

[Prunable("N,3,32,32")]
public partial class Vgg16Bn : Module<Tensor, Tensor>
{
    // "M" is a max pooling.
    private static readonly object[] Configuration =
        [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"];

    private readonly Sequential features;
    private readonly Sequential classifier;

    public Vgg16Bn(int numClasses = 10, double dropout = 0.5)
        : base(nameof(Vgg16Bn))
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        long inChannels = 3;
        foreach (object entry in Configuration)
        {
            if (entry is int width)
            {
                layers.Add(($"{layers.Count}", Conv2d(inChannels, width, 3, padding: 1)));
                layers.Add(($"{layers.Count}", BatchNorm2d(width)));
                layers.Add(($"{layers.Count}", ReLU(inplace: true)));
                inChannels = width;
            }
            else
            {
                layers.Add(($"{layers.Count}", MaxPool2d(2, 2)));
            }
        }

        features = Sequential(layers);
        classifier = Sequential(
            Linear(512, 512),
            ReLU(true),
            Dropout(dropout),
            Linear(512, 512),
            ReLU(true),
            Dropout(dropout),
            Linear(512, numClasses));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = features.call(x);
        x = x.flatten(1);
        return classifier.call(x);
    }
}

/// <summary>Flattens a plane that is larger than one pixel, so that each channel owns a block of the Linear's columns.</summary>
[Prunable("N,3,64,64")]
public partial class VggLarge : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> features;
    private readonly Module<Tensor, Tensor> classifier;

    public VggLarge()
        : base("VggLarge")
    {
        var modules = new List<Module<Tensor, Tensor>>();
        var channels = 3L;
        foreach (var (width, repeats) in new[] { (16, 2), (32, 2) })
        {
            for (var i = 0; i < repeats; i++)
            {
                modules.AddRange([Conv2d(channels, width, 3, padding: 1, bias: false), BatchNorm2d(width), ReLU()]);
                channels = width;
            }

            modules.Add(MaxPool2d(kernel_size: 4));
        }

        features = Sequential(modules.ToArray());
        classifier = Linear(channels * 4 * 4, 10);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using (var scope = NewDisposeScope())
        {
            var y = features.call(x);
            return classifier.call(y.view(-1, y.shape[1] * 4 * 4)).MoveToOuterDisposeScope();
        }
    }
}
