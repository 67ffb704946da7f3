using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>
/// A detector in the manner of YOLOv8, of the smallest size: a backbone, a pyramid of features that goes up and down again, and a head for
/// each of three scales. A head gives, for each place, the distances to a box's four sides as distributions, and the scores of the classes.
/// </summary>
[Prunable("N,3,640,640")]
public sealed partial class Detector : Module<Tensor, (Tensor Fine, Tensor Middle, Tensor Coarse)>
{
    private readonly ConvUnit stem;
    private readonly Sequential stage1, stage2, stage3, stage4;
    private readonly Upsample up = Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest);
    private readonly SplitBlock upMiddle, upFine;
    private readonly ConvUnit downMiddle, downCoarse;
    private readonly SplitBlock mergeMiddle, mergeCoarse;
    private readonly ModuleList<Head> heads;

    public Detector(int classes = 80, int width = 16)
        : base(nameof(Detector))
    {
        int[] channels = [width, 2 * width, 4 * width, 8 * width, 16 * width];
        stem = new ConvUnit(3, channels[0], 3, stride: 2);
        stage1 = Stage(channels[0], channels[1], blocks: 1);
        stage2 = Stage(channels[1], channels[2], blocks: 2);
        stage3 = Stage(channels[2], channels[3], blocks: 2);
        stage4 = Stage(channels[3], channels[4], blocks: 1).append(new PyramidPooling(channels[4], channels[4]));
        upMiddle = new SplitBlock(channels[4] + channels[3], channels[3], blocks: 1);
        upFine = new SplitBlock(channels[3] + channels[2], channels[2], blocks: 1);
        downMiddle = new ConvUnit(channels[2], channels[2], 3, stride: 2);
        mergeMiddle = new SplitBlock(channels[2] + channels[3], channels[3], blocks: 1);
        downCoarse = new ConvUnit(channels[3], channels[3], 3, stride: 2);
        mergeCoarse = new SplitBlock(channels[3] + channels[4], channels[4], blocks: 1);
        heads = new ModuleList<Head>([.. channels[2..].Select(input => new Head(input, channels[2], classes))]);
        RegisterComponents();
    }

    public override (Tensor Fine, Tensor Middle, Tensor Coarse) forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var fine = stage2.forward(stage1.forward(stem.forward(x)));
        var middle = stage3.forward(fine);
        var coarse = stage4.forward(middle);

        middle = upMiddle.forward(cat([up.forward(coarse), middle], 1));
        fine = upFine.forward(cat([up.forward(middle), fine], 1));
        middle = mergeMiddle.forward(cat([downMiddle.forward(fine), middle], 1));
        coarse = mergeCoarse.forward(cat([downCoarse.forward(middle), coarse], 1));

        return (
            heads[0].forward(fine).MoveToOuterDisposeScope(),
            heads[1].forward(middle).MoveToOuterDisposeScope(),
            heads[2].forward(coarse).MoveToOuterDisposeScope());
    }

    private static Sequential Stage(int input, int output, int blocks) => Sequential(
        new ConvUnit(input, output, 3, stride: 2),
        new SplitBlock(output, output, blocks, shortcuts: true));

    private sealed class ConvUnit : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv;
        private readonly BatchNorm2d bn;

        public ConvUnit(int input, int output, int kernel, int stride = 1)
            : base(nameof(ConvUnit))
        {
            conv = Conv2d(input, output, kernel, stride: stride, padding: kernel / 2, bias: false);
            bn = BatchNorm2d(output, eps: 0.001, momentum: 0.03);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => functional.silu(bn.forward(conv.forward(x)));
    }

    private sealed class Bottleneck : Module<Tensor, Tensor>
    {
        private readonly ConvUnit cv1, cv2;
        private readonly bool _hasShortcut;

        public Bottleneck(int channels, bool hasShortcut)
            : base(nameof(Bottleneck))
        {
            cv1 = new ConvUnit(channels, channels, 3);
            cv2 = new ConvUnit(channels, channels, 3);
            _hasShortcut = hasShortcut;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = cv2.forward(cv1.forward(x));
            return _hasShortcut ? x + y : y;
        }
    }

    /// <summary>C2f: halves the channels; one half passes through bottlenecks, and everything on the way is read at the end.</summary>
    private sealed class SplitBlock : Module<Tensor, Tensor>
    {
        private readonly ConvUnit cv1, cv2;
        private readonly ModuleList<Bottleneck> m = new();

        public SplitBlock(int input, int output, int blocks, bool shortcuts = false)
            : base(nameof(SplitBlock))
        {
            var half = output / 2;
            cv1 = new ConvUnit(input, 2 * half, 1);
            cv2 = new ConvUnit((2 + blocks) * half, output, 1);
            for (var i = 0; i < blocks; i++)
            {
                m.Add(new Bottleneck(half, shortcuts));
            }
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var parts = cv1.forward(x).chunk(2, 1).ToList();
            foreach (var block in m)
            {
                parts.Add(block.forward(parts[^1]));
            }
            return cv2.forward(cat(parts, 1)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>SPPF: pools three times over, and reads all of it.</summary>
    private sealed class PyramidPooling : Module<Tensor, Tensor>
    {
        private readonly ConvUnit cv1, cv2;
        private readonly MaxPool2d m = MaxPool2d(5, stride: 1, padding: 2);

        public PyramidPooling(int input, int output)
            : base(nameof(PyramidPooling))
        {
            cv1 = new ConvUnit(input, input / 2, 1);
            cv2 = new ConvUnit(input / 2 * 4, output, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var levels = new List<Tensor> { cv1.forward(x) };
            for (var i = 0; i < 3; i++)
            {
                levels.Add(m.forward(levels[i]));
            }
            return cv2.forward(cat(levels, 1)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Head : Module<Tensor, Tensor>
    {
        private const int Distances = 16;

        private readonly Sequential boxes;
        private readonly Sequential scores;

        public Head(int input, int finest, int classes)
            : base(nameof(Head))
        {
            boxes = Branch(input, Math.Max(16, Math.Max(finest / 4, 4 * Distances)), 4 * Distances);
            scores = Branch(input, Math.Max(finest, Math.Min(classes, 100)), classes);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => cat([boxes.forward(x), scores.forward(x)], 1);

        private static Sequential Branch(int input, int inner, int output) =>
            Sequential(new ConvUnit(input, inner, 3), new ConvUnit(inner, inner, 3), Conv2d(inner, output, 1));
    }
}
