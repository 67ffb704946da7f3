using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>56 layers for images of 32 × 32 pixels, with projections where the size changes (He et al., option B).</summary>
[Prunable("N,3,32,32")]
public sealed partial class CifarResNet56 : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1, layer2, layer3;
    private readonly Linear fc;

    public CifarResNet56(int classes = 10, int blocks = 9)
        : base(nameof(CifarResNet56))
    {
        conv1 = Conv2d(3, 16, 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(16);
        layer1 = Stage(16, 16, blocks);
        layer2 = Stage(16, 32, blocks);
        layer3 = Stage(32, 64, blocks);
        fc = Linear(64, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = functional.relu(bn1.forward(conv1.forward(x)));
        x = layer3.forward(layer2.forward(layer1.forward(x)));
        return fc.forward(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(int input, int output, int blocks)
    {
        var stride = output / input;
        var projection = stride == 1 ? null : Sequential(Conv2d(input, output, 1, stride: stride, bias: false), BatchNorm2d(output));
        var stage = Sequential(new BasicBlock(input, output, stride, projection));
        for (var i = 1; i < blocks; i++)
        {
            stage.append(new BasicBlock(output, output, 1, null));
        }
        return stage;
    }
}
