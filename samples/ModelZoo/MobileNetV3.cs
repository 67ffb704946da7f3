using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>MobileNet-V3, small (Howard et al.): inverted residuals with squeeze-and-excitation.</summary>
[Prunable("N,3,224,224")]
public sealed partial class MobileNetV3Small : Module<Tensor, Tensor>
{
    private static readonly BlockSettings[] Blocks =
    [
        new(16, 3, 16, 16, true, Activation.Relu, 2),
        new(16, 3, 72, 24, false, Activation.Relu, 2),
        new(24, 3, 88, 24, false, Activation.Relu, 1),
        new(24, 5, 96, 40, true, Activation.Hardswish, 2),
        new(40, 5, 240, 40, true, Activation.Hardswish, 1),
        new(40, 5, 240, 40, true, Activation.Hardswish, 1),
        new(40, 5, 120, 48, true, Activation.Hardswish, 1),
        new(48, 5, 144, 48, true, Activation.Hardswish, 1),
        new(48, 5, 288, 96, true, Activation.Hardswish, 2),
        new(96, 5, 576, 96, true, Activation.Hardswish, 1),
        new(96, 5, 576, 96, true, Activation.Hardswish, 1),
    ];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential classifier;

    public MobileNetV3Small(int classes = 1000)
        : base(nameof(MobileNetV3Small))
    {
        var layers = new List<Module<Tensor, Tensor>> { ConvNormActivation(3, Blocks[0].Input, 3, Activation.Hardswish, stride: 2) };
        layers.AddRange(Blocks.Select(settings => new Block(settings)));
        var last = 6 * Blocks[^1].Output;
        layers.Add(ConvNormActivation(Blocks[^1].Output, last, 1, Activation.Hardswish));
        features = Sequential(layers);
        avgpool = AdaptiveAvgPool2d(1);
        classifier = Sequential(Linear(last, 1024), Hardswish(inplace: true), Dropout(0.2, inplace: true), Linear(1024, classes));
        RegisterComponents();
    }

    private enum Activation
    {
        None,
        Relu,
        Hardswish,
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = avgpool.forward(features.forward(x));
        return classifier.forward(x.flatten(1)).MoveToOuterDisposeScope();
    }

    private static Sequential ConvNormActivation(int input, int output, int kernel, Activation activation, int stride = 1, int groups = 1)
    {
        var layers = new List<Module<Tensor, Tensor>>
        {
            Conv2d(input, output, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false),
            BatchNorm2d(output, eps: 0.001, momentum: 0.01),
        };
        Module<Tensor, Tensor>? last = activation switch
        {
            Activation.Relu => ReLU(inplace: true),
            Activation.Hardswish => Hardswish(inplace: true),
            _ => null,
        };
        if (last is not null)
        {
            layers.Add(last);
        }
        return Sequential(layers);
    }

    // Rounds to the nearest multiple of eight, but not down by more than a tenth.
    private static int MakeDivisible(double value)
    {
        var rounded = Math.Max(8, (int)(value + 4) / 8 * 8);
        return rounded < 0.9 * value ? rounded + 8 : rounded;
    }

    private sealed record BlockSettings(int Input, int Kernel, int Expanded, int Output, bool Excites, Activation Activation, int Stride);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Sequential block;
        private readonly bool _hasShortcut;

        public Block(BlockSettings settings)
            : base(nameof(Block))
        {
            var (input, kernel, expanded, output, excites, activation, stride) = settings;
            _hasShortcut = stride == 1 && input == output;
            var layers = new List<Module<Tensor, Tensor>>();
            if (expanded != input)
            {
                layers.Add(ConvNormActivation(input, expanded, 1, activation));
            }
            layers.Add(ConvNormActivation(expanded, expanded, kernel, activation, stride, groups: expanded));
            if (excites)
            {
                layers.Add(new SqueezeExcitation(expanded, MakeDivisible(expanded / 4)));
            }
            layers.Add(ConvNormActivation(expanded, output, 1, Activation.None));
            block = Sequential(layers);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = block.forward(x);
            if (_hasShortcut)
            {
                y += x;
            }
            return y;
        }
    }

    private sealed class SqueezeExcitation : Module<Tensor, Tensor>
    {
        private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
        private readonly Conv2d fc1;
        private readonly Conv2d fc2;

        public SqueezeExcitation(int channels, int squeezed)
            : base(nameof(SqueezeExcitation))
        {
            fc1 = Conv2d(channels, squeezed, 1);
            fc2 = Conv2d(squeezed, channels, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => Scale(x) * x;

        private Tensor Scale(Tensor x) => functional.hardsigmoid(fc2.forward(functional.relu(fc1.forward(avgpool.forward(x)))));
    }
}
