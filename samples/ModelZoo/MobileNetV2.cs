using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>MobileNet-V2: inverted residuals and linear bottlenecks (Sandler et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class MobileNetV2 : Module<Tensor, Tensor>
{
    // Expansion, channels, blocks, stride of the first block.
    private static readonly (int t, int c, int n, int s)[] Settings =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    private readonly Sequential features;
    private readonly Sequential classifier;

    public MobileNetV2(int classes = 1000, double dropout = 0.2)
        : base(nameof(MobileNetV2))
    {
        var input = 32;
        var layers = new List<Module<Tensor, Tensor>> { ConvBNReLU(3, input, 3, stride: 2) };
        foreach (var (t, c, n, s) in Settings)
        {
            for (var i = 0; i < n; i++)
            {
                layers.Add(new InvertedResidual(input, c, i == 0 ? s : 1, t));
                input = c;
            }
        }
        layers.Add(ConvBNReLU(input, 1280, 1));
        features = Sequential(layers);
        classifier = Sequential(Dropout(dropout), Linear(1280, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = features.forward(x);
        x = functional.adaptive_avg_pool2d(x, (1, 1)).flatten(1);
        return classifier.forward(x).MoveToOuterDisposeScope();
    }

    private static Sequential ConvBNReLU(int input, int output, int kernel, int stride = 1, int groups = 1) => Sequential(
        Conv2d(input, output, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false),
        BatchNorm2d(output),
        ReLU6(inplace: true));

    private sealed class InvertedResidual : Module<Tensor, Tensor>
    {
        private readonly Sequential conv;
        private readonly bool useShortcut;

        public InvertedResidual(int input, int output, int stride, int expansion)
            : base(nameof(InvertedResidual))
        {
            var hidden = input * expansion;
            useShortcut = stride == 1 && input == output;
            var layers = new List<Module<Tensor, Tensor>>();
            if (expansion != 1)
            {
                layers.Add(ConvBNReLU(input, hidden, 1));
            }
            layers.Add(ConvBNReLU(hidden, hidden, 3, stride, groups: hidden));
            layers.Add(Conv2d(hidden, output, 1, bias: false));
            layers.Add(BatchNorm2d(output));
            conv = Sequential(layers);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => useShortcut ? x + conv.forward(x) : conv.forward(x);
    }
}
