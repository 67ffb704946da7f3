using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Models;

/// <summary>
/// Two convolutions with a shortcut around them. Where the shape changes, the shortcut has no weights (option A of He et al.): it takes
/// every second pixel, and fills the new channels with zeros on both sides.
/// </summary>
public sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly int stride;
    private readonly int padding;

    public BasicBlock(int inPlanes, int planes, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inPlanes, planes, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(planes);
        conv2 = Conv2d(planes, planes, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(planes);
        this.stride = stride;
        padding = (planes - inPlanes) / 2;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = functional.relu(bn1.call(conv1.call(x)));
        y = bn2.call(conv2.call(y));
        var shortcut = x;
        if (stride != 1)
        {
            shortcut = x[.., .., TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];
            shortcut = functional.pad(shortcut, new long[] { 0, 0, 0, 0, padding, padding });
        }
        return functional.relu(y + shortcut).MoveToOuterDisposeScope();
    }
}
