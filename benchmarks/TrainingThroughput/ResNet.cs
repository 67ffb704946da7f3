using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingThroughput;

/// <summary>The ResNet for CIFAR-10 of train.py.</summary>
internal sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layers;
    private readonly Linear linear;

    public ResNet(int blocks)
        : base(nameof(ResNet))
    {
        conv1 = Conv2d(3, 16, 3, stride: 1, padding: 1, bias: false);
        bn1 = BatchNorm2d(16);
        var stages = new List<Module<Tensor, Tensor>>();
        int inputs = 16;
        foreach ((int planes, int stride) in new[] { (16, 1), (32, 2), (64, 2) })
        {
            for (int index = 0; index < blocks; index++)
            {
                stages.Add(new Block(inputs, planes, index == 0 ? stride : 1));
                inputs = planes;
            }
        }

        layers = Sequential(stages);
        linear = Linear(64, 10);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = layers.call(functional.relu(bn1.call(conv1.call(x))));
        return linear.call(functional.avg_pool2d(x, x.shape[3]).flatten(1));
    }
}

/// <summary>Two convolutions and a shortcut, which is padded with zero channels where the width changes.</summary>
internal sealed class Block : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly int _padding;

    public Block(int inputs, int planes, int stride)
        : base(nameof(Block))
    {
        conv1 = Conv2d(inputs, planes, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(planes);
        conv2 = Conv2d(planes, planes, 3, stride: 1, padding: 1, bias: false);
        bn2 = BatchNorm2d(planes);
        _padding = stride != 1 || inputs != planes ? planes / 4 : 0;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        Tensor y = bn2.call(conv2.call(functional.relu(bn1.call(conv1.call(x)))));
        Tensor shortcut = _padding == 0
            ? x
            : functional.pad(x[.., .., TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)], new long[] { 0, 0, 0, 0, _padding, _padding });
        return functional.relu(y + shortcut);
    }
}
