using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>VGG-19 with batch norm for images of 32 × 32 pixels (Simonyan and Zisserman), with a single linear layer.</summary>
[Prunable("N,3,32,32")]
public sealed partial class CifarVgg19 : Module<Tensor, Tensor>
{
    private readonly Sequential block0, block1, block2, block3, block4;
    private readonly MaxPool2d pool = MaxPool2d(2, stride: 2);
    private readonly Linear classifier;

    public CifarVgg19(int classes = 100)
        : base(nameof(CifarVgg19))
    {
        block0 = Block(3, 64, layers: 2);
        block1 = Block(64, 128, layers: 2);
        block2 = Block(128, 256, layers: 4);
        block3 = Block(256, 512, layers: 4);
        block4 = Block(512, 512, layers: 4);
        classifier = Linear(512, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        foreach (var block in (Sequential[])[block0, block1, block2, block3])
        {
            x = pool.forward(block.forward(x));
        }
        x = functional.adaptive_avg_pool2d(block4.forward(x), 1);
        return classifier.forward(x.view(x.size(0), -1)).MoveToOuterDisposeScope();
    }

    private static Sequential Block(int input, int output, int layers)
    {
        var modules = Enumerable.Range(0, layers).SelectMany<int, Module<Tensor, Tensor>>(i =>
        [
            Conv2d(i == 0 ? input : output, output, 3, padding: 1),
            BatchNorm2d(output),
            ReLU(inplace: true),
        ]);
        return Sequential(modules);
    }
}
