using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>ShuffleNet-V2 of simple width (Ma et al.): half of the channels pass by, then both halves are mixed.</summary>
[Prunable("N,3,224,224")]
public sealed partial class ShuffleNetV2 : Module<Tensor, Tensor>
{
    private readonly Sequential conv1;
    private readonly MaxPool2d maxpool;
    private readonly Sequential stage2, stage3, stage4;
    private readonly Sequential conv5;
    private readonly Linear fc;

    public ShuffleNetV2(int classes = 1000)
        : base(nameof(ShuffleNetV2))
    {
        int[] repeats = [4, 8, 4];
        int[] channels = [24, 116, 232, 464, 1024];
        conv1 = Sequential(
            Conv2d(3, channels[0], 3, stride: 2, padding: 1, bias: false),
            BatchNorm2d(channels[0]),
            ReLU(inplace: true));
        maxpool = MaxPool2d(3, stride: 2, padding: 1);
        var stages = repeats.Select((count, i) => Stage(channels[i], channels[i + 1], count)).ToArray();
        (stage2, stage3, stage4) = (stages[0], stages[1], stages[2]);
        conv5 = Sequential(
            Conv2d(channels[^2], channels[^1], 1, bias: false),
            BatchNorm2d(channels[^1]),
            ReLU(inplace: true));
        fc = Linear(channels[^1], classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = maxpool.forward(conv1.forward(x));
        x = stage4.forward(stage3.forward(stage2.forward(x)));
        x = conv5.forward(x).mean([2, 3]);
        return fc.forward(x).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(int input, int output, int count)
    {
        var blocks = new List<Module<Tensor, Tensor>> { new Unit(input, output, 2) };
        while (blocks.Count < count)
        {
            blocks.Add(new Unit(output, output, 1));
        }
        return Sequential(blocks);
    }

    private static Tensor Shuffle(Tensor x, int groups)
    {
        var (batch, channels, height, width) = (x.size(0), x.size(1), x.size(2), x.size(3));
        x = x.view(batch, groups, channels / groups, height, width);
        x = x.transpose(1, 2).contiguous();
        return x.view(batch, channels, height, width);
    }

    private sealed class Unit : Module<Tensor, Tensor>
    {
        private readonly Sequential branch1;
        private readonly Sequential branch2;
        private readonly int _stride;

        public Unit(int input, int output, int stride)
            : base(nameof(Unit))
        {
            _stride = stride;
            var half = output / 2;
            branch1 = stride == 1 ? Sequential() : Sequential(
                Depthwise(input, stride),
                BatchNorm2d(input),
                Conv2d(input, half, 1, bias: false),
                BatchNorm2d(half),
                ReLU(inplace: true));
            branch2 = Sequential(
                Conv2d(stride > 1 ? input : half, half, 1, bias: false),
                BatchNorm2d(half),
                ReLU(inplace: true),
                Depthwise(half, stride),
                BatchNorm2d(half),
                Conv2d(half, half, 1, bias: false),
                BatchNorm2d(half),
                ReLU(inplace: true));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            Tensor y;
            if (_stride == 1)
            {
                var halves = x.chunk(2, dim: 1);
                y = cat([halves[0], branch2.forward(halves[1])], 1);
            }
            else
            {
                y = cat([branch1.forward(x), branch2.forward(x)], 1);
            }
            return Shuffle(y, 2).MoveToOuterDisposeScope();
        }

        private static Conv2d Depthwise(int channels, int stride) =>
            Conv2d(channels, channels, 3, stride: stride, padding: 1, groups: channels, bias: false);
    }
}
