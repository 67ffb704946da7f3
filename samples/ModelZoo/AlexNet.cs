using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Five convolutions and three linear layers (Krizhevsky, "One weird trick").</summary>
[Prunable("N,3,224,224")]
public sealed partial class AlexNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential classifier;

    public AlexNet(int classes = 1000, double dropout = 0.5)
        : base(nameof(AlexNet))
    {
        features = Sequential(
            Conv2d(3, 64, 11, stride: 4, padding: 2),
            ReLU(inplace: true),
            MaxPool2d(3, stride: 2),
            Conv2d(64, 192, 5, padding: 2),
            ReLU(inplace: true),
            MaxPool2d(3, stride: 2),
            Conv2d(192, 384, 3, padding: 1),
            ReLU(inplace: true),
            Conv2d(384, 256, 3, padding: 1),
            ReLU(inplace: true),
            Conv2d(256, 256, 3, padding: 1),
            ReLU(inplace: true),
            MaxPool2d(3, stride: 2));
        avgpool = AdaptiveAvgPool2d((6, 6));
        classifier = Sequential(
            Dropout(dropout),
            Linear(256 * 6 * 6, 4096),
            ReLU(inplace: true),
            Dropout(dropout),
            Linear(4096, 4096),
            ReLU(inplace: true),
            Linear(4096, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = features.forward(x);
        x = avgpool.forward(x);
        x = flatten(x, 1);
        return classifier.forward(x);
    }
}
