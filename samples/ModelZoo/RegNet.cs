using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>RegNetX at 400 million multiplications (Radosavovic et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class RegNetX400MF : Module<Tensor, Tensor>
{
    private readonly Sequential stem;
    private readonly Sequential trunk_output;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Linear fc;

    public RegNetX400MF(
        int depth = 22, int initialWidth = 24, double slope = 24.48, double multiplier = 2.54, int groupWidth = 16, int classes = 1000)
        : base(nameof(RegNetX400MF))
    {
        stem = ConvNorm(3, 32, 3, stride: 2);
        stem.append(ReLU(inplace: true));
        var width = 32;
        var stages = new List<(string, Module<Tensor, Tensor>)>();
        var widths = BlockWidths(depth, initialWidth, slope, multiplier, groupWidth);
        foreach (var stageWidth in widths.Distinct())
        {
            var number = stages.Count + 1;
            var blocks = new List<(string, Module<Tensor, Tensor>)>();
            for (var i = 0; i < widths.Count(other => other == stageWidth); i++)
            {
                blocks.Add(($"block{number}-{i}", new XBlock(width, stageWidth, i == 0 ? 2 : 1, groupWidth)));
                width = stageWidth;
            }
            stages.Add(($"block{number}", Sequential(blocks)));
        }
        trunk_output = Sequential(stages);
        avgpool = AdaptiveAvgPool2d(1);
        fc = Linear(width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = trunk_output.forward(stem.forward(x));
        return fc.forward(avgpool.forward(x).flatten(1)).MoveToOuterDisposeScope();
    }

    // The width of each block: a line, rounded to a power of the multiplier, then to eight and to the groups.
    private static int[] BlockWidths(int depth, int initialWidth, double slope, double multiplier, int groupWidth)
    {
        var widths = new int[depth];
        for (var i = 0; i < depth; i++)
        {
            var line = initialWidth + slope * i;
            var power = Math.Round(Math.Log(line / initialWidth) / Math.Log(multiplier));
            var width = (int)(Math.Round(initialWidth * Math.Pow(multiplier, power) / 8) * 8);
            widths[i] = (width + groupWidth / 2) / groupWidth * groupWidth;
        }
        return widths;
    }

    private static Sequential ConvNorm(int input, int output, int kernel, int stride = 1, int groups = 1) => Sequential(
        Conv2d(input, output, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false),
        BatchNorm2d(output));

    private sealed class XBlock : Module<Tensor, Tensor>
    {
        private readonly Sequential? proj;
        private readonly Sequential f;
        private readonly ReLU activation = ReLU(inplace: true);

        public XBlock(int input, int output, int stride, int groupWidth)
            : base(nameof(XBlock))
        {
            if (input != output || stride != 1)
            {
                proj = ConvNorm(input, output, 1, stride);
            }
            f = Sequential(
                ("a", Activated(ConvNorm(input, output, 1))),
                ("b", Activated(ConvNorm(output, output, 3, stride, output / groupWidth))),
                ("c", ConvNorm(output, output, 1)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var y = (proj?.forward(x) ?? x) + f.forward(x);
            return activation.forward(y).MoveToOuterDisposeScope();
        }

        private static Sequential Activated(Sequential layers) => layers.append(ReLU(inplace: true));
    }
}
