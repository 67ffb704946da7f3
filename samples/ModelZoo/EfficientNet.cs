using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>EfficientNet-B0 (Tan and Le): inverted residuals with squeeze-and-excitation everywhere.</summary>
[Prunable("N,3,224,224")]
public sealed partial class EfficientNetB0 : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential classifier;

    public EfficientNetB0(int classes = 1000, double dropout = 0.2, double stochasticDepth = 0.2)
        : base(nameof(EfficientNetB0))
    {
        Stage[] stages =
        [
            new(Expansion: 1, Kernel: 3, Stride: 1, Input: 32, Output: 16, Layers: 1),
            new(Expansion: 6, Kernel: 3, Stride: 2, Input: 16, Output: 24, Layers: 2),
            new(Expansion: 6, Kernel: 5, Stride: 2, Input: 24, Output: 40, Layers: 2),
            new(Expansion: 6, Kernel: 3, Stride: 2, Input: 40, Output: 80, Layers: 3),
            new(Expansion: 6, Kernel: 5, Stride: 1, Input: 80, Output: 112, Layers: 3),
            new(Expansion: 6, Kernel: 5, Stride: 2, Input: 112, Output: 192, Layers: 4),
            new(Expansion: 6, Kernel: 3, Stride: 1, Input: 192, Output: 320, Layers: 1),
        ];
        var total = stages.Sum(stage => stage.Layers);
        var layers = new List<Module<Tensor, Tensor>> { ConvNormActivation(3, stages[0].Input, 3, stride: 2) };
        var number = 0;
        foreach (var stage in stages)
        {
            var blocks = new List<Module<Tensor, Tensor>>();
            for (var i = 0; i < stage.Layers; i++)
            {
                var settings = i == 0 ? stage : stage with { Input = stage.Output, Stride = 1 };
                blocks.Add(new MBConv(settings, stochasticDepth * number++ / total));
            }
            layers.Add(Sequential(blocks));
        }
        var last = stages[^1].Output;
        layers.Add(ConvNormActivation(last, 4 * last, 1));
        features = Sequential(layers);
        avgpool = AdaptiveAvgPool2d(1);
        classifier = Sequential(Dropout(dropout, inplace: true), Linear(4 * last, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = avgpool.forward(features.forward(x));
        return classifier.forward(x.flatten(1)).MoveToOuterDisposeScope();
    }

    private static Sequential ConvNormActivation(
        int input, int output, int kernel, int stride = 1, int groups = 1, bool activates = true)
    {
        var layers = Sequential(
            Conv2d(input, output, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false),
            BatchNorm2d(output));
        return activates ? layers.append(SiLU(inplace: true)) : layers;
    }

    /// <summary>Several blocks, of which the first one changes the size.</summary>
    private sealed record Stage(int Expansion, int Kernel, int Stride, int Input, int Output, int Layers);

    private sealed class MBConv : Module<Tensor, Tensor>
    {
        private readonly Sequential block;
        private readonly StochasticDepth stochastic_depth;
        private readonly bool _hasShortcut;

        public MBConv(Stage settings, double dropProbability)
            : base(nameof(MBConv))
        {
            _hasShortcut = settings.Stride == 1 && settings.Input == settings.Output;
            var expanded = settings.Input * settings.Expansion;
            var layers = new List<Module<Tensor, Tensor>>();
            if (expanded != settings.Input)
            {
                layers.Add(ConvNormActivation(settings.Input, expanded, 1));
            }
            layers.Add(ConvNormActivation(expanded, expanded, settings.Kernel, settings.Stride, groups: expanded));
            layers.Add(new SqueezeExcitation(expanded, Math.Max(1, settings.Input / 4)));
            layers.Add(ConvNormActivation(expanded, settings.Output, 1, activates: false));
            block = Sequential(layers);
            stochastic_depth = new StochasticDepth(dropProbability);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = block.forward(x);
            return _hasShortcut ? stochastic_depth.forward(y) + x : y;
        }
    }

    private sealed class SqueezeExcitation : Module<Tensor, Tensor>
    {
        private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
        private readonly Conv2d fc1;
        private readonly Conv2d fc2;
        private readonly SiLU activation = SiLU(inplace: true);
        private readonly Sigmoid scale_activation = Sigmoid();

        public SqueezeExcitation(int channels, int squeezed)
            : base(nameof(SqueezeExcitation))
        {
            fc1 = Conv2d(channels, squeezed, 1);
            fc2 = Conv2d(squeezed, channels, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var scale = activation.forward(fc1.forward(avgpool.forward(x)));
            return scale_activation.forward(fc2.forward(scale)) * x;
        }
    }
}
