using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>MNASNet at full depth (Tan et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class MnasNet : Module<Tensor, Tensor>
{
    private const double Momentum = 1 - 0.9997;

    private readonly Sequential layers;
    private readonly Sequential classifier;

    public MnasNet(double alpha = 1.0, int classes = 1000)
        : base(nameof(MnasNet))
    {
        int[] depths = [.. new[] { 32, 16, 24, 40, 80, 96, 192, 320 }.Select(depth => RoundToMultiple(depth * alpha, 8))];
        layers = Sequential(
            Conv2d(3, depths[0], 3, padding: 1, stride: 2, bias: false),
            BatchNorm2d(depths[0], momentum: Momentum),
            ReLU(inplace: true),
            Conv2d(depths[0], depths[0], 3, padding: 1, groups: depths[0], bias: false),
            BatchNorm2d(depths[0], momentum: Momentum),
            ReLU(inplace: true),
            Conv2d(depths[0], depths[1], 1, bias: false),
            BatchNorm2d(depths[1], momentum: Momentum),
            Stack(depths[1], depths[2], kernel: 3, stride: 2, expansion: 3, repeats: 3),
            Stack(depths[2], depths[3], kernel: 5, stride: 2, expansion: 3, repeats: 3),
            Stack(depths[3], depths[4], kernel: 5, stride: 2, expansion: 6, repeats: 3),
            Stack(depths[4], depths[5], kernel: 3, stride: 1, expansion: 6, repeats: 2),
            Stack(depths[5], depths[6], kernel: 5, stride: 2, expansion: 6, repeats: 4),
            Stack(depths[6], depths[7], kernel: 3, stride: 1, expansion: 6, repeats: 1),
            Conv2d(depths[7], 1280, 1, bias: false),
            BatchNorm2d(1280, momentum: Momentum),
            ReLU(inplace: true));
        classifier = Sequential(Dropout(0.2, inplace: true), Linear(1280, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = layers.forward(x);
        x = x.mean([2, 3]);
        return classifier.forward(x);
    }

    private static Sequential Stack(int input, int output, int kernel, int stride, int expansion, int repeats)
    {
        var first = new Residual(input, output, kernel, stride, expansion);
        var others = Enumerable.Range(1, repeats - 1).Select(_ => new Residual(output, output, kernel, 1, expansion));
        return Sequential(others.Prepend(first).Cast<Module<Tensor, Tensor>>());
    }

    // Rounds to the nearest multiple, but not down by more than a tenth.
    private static int RoundToMultiple(double value, int divisor)
    {
        var rounded = Math.Max(divisor, (int)(value + divisor / 2.0) / divisor * divisor);
        return rounded >= 0.9 * value ? rounded : rounded + divisor;
    }

    private sealed class Residual : Module<Tensor, Tensor>
    {
        private readonly Sequential layers;
        private readonly bool _shortcut;

        public Residual(int input, int output, int kernel, int stride, int expansion)
            : base(nameof(Residual))
        {
            var middle = input * expansion;
            _shortcut = input == output && stride == 1;
            layers = Sequential(
                Conv2d(input, middle, 1, bias: false),
                BatchNorm2d(middle, momentum: Momentum),
                ReLU(inplace: true),
                Conv2d(middle, middle, kernel, padding: kernel / 2, stride: stride, groups: middle, bias: false),
                BatchNorm2d(middle, momentum: Momentum),
                ReLU(inplace: true),
                Conv2d(middle, output, 1, bias: false),
                BatchNorm2d(output, momentum: Momentum));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var output = layers.forward(input);
            return _shortcut ? output.add(input) : output;
        }
    }
}
