using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>A Swin transformer (Liu et al. 2021): attention in windows, which every other block shifts; channels come last.</summary>
public abstract class SwinTransformer : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly LayerNorm norm;
    private readonly Linear head;

    protected SwinTransformer(
        string name, int width, int[] depths, int[] heads, int window = 7, double stochasticDepth = 0.2, int classes = 1000)
        : base(name)
    {
        var layers = new List<Module<Tensor, Tensor>>
        {
            Sequential(Conv2d(3, width, 4, stride: 4), new ChannelsLast(), LayerNorm(width)),
        };
        var blocks = depths.Sum();
        var block = 0;
        for (var stage = 0; stage < depths.Length; stage++)
        {
            var stageWidth = width << stage;
            var stageBlocks = new List<Module<Tensor, Tensor>>();
            for (var i = 0; i < depths[stage]; i++, block++)
            {
                var probability = stochasticDepth * block / (blocks - 1);
                stageBlocks.Add(new SwinBlock(stageWidth, heads[stage], window, i % 2 == 0 ? 0 : window / 2, probability));
            }
            layers.Add(Sequential(stageBlocks));
            if (stage < depths.Length - 1)
            {
                layers.Add(new PatchMerging(stageWidth));
            }
        }
        features = Sequential(layers);
        norm = LayerNorm(width << (depths.Length - 1));
        head = Linear(width << (depths.Length - 1), classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = norm.forward(features.forward(x));
        x = functional.adaptive_avg_pool2d(x.permute(0, 3, 1, 2), 1).flatten(1);
        return head.forward(x).MoveToOuterDisposeScope();
    }

    private sealed class ChannelsLast() : Module<Tensor, Tensor>(nameof(ChannelsLast))
    {
        public override Tensor forward(Tensor x) => x.permute(0, 2, 3, 1);
    }

    /// <summary>Four neighbours become one, with twice the channels.</summary>
    private sealed class PatchMerging : Module<Tensor, Tensor>
    {
        private readonly Linear reduction;
        private readonly LayerNorm norm;

        public PatchMerging(int width)
            : base(nameof(PatchMerging))
        {
            reduction = Linear(4 * width, 2 * width, hasBias: false);
            norm = LayerNorm(4 * width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            TensorIndex even = TensorIndex.Slice(0, null, 2), odd = TensorIndex.Slice(1, null, 2);
            var neighbours = new[] { x[.., even, even], x[.., odd, even], x[.., even, odd], x[.., odd, odd] };
            return reduction.forward(norm.forward(cat(neighbours, -1)));
        }
    }

    private sealed class SwinBlock : Module<Tensor, Tensor>
    {
        private readonly LayerNorm norm1;
        private readonly WindowAttention attn;
        private readonly StochasticDepth stochastic_depth;
        private readonly LayerNorm norm2;
        private readonly Sequential mlp;

        public SwinBlock(int width, int heads, int window, int shift, double stochasticDepth)
            : base(nameof(SwinBlock))
        {
            norm1 = LayerNorm(width);
            attn = new WindowAttention(width, heads, window, shift);
            stochastic_depth = new StochasticDepth(stochasticDepth);
            norm2 = LayerNorm(width);
            mlp = Sequential(Linear(width, 4 * width), GELU(), Dropout(0.0), Linear(4 * width, width), Dropout(0.0));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = x + stochastic_depth.forward(attn.forward(norm1.forward(x)));
            return x + stochastic_depth.forward(mlp.forward(norm2.forward(x)));
        }
    }

    /// <summary>Leaves the whole branch out for some of the samples (Huang et al. 2016).</summary>
    private sealed class StochasticDepth(double probability) : Module<Tensor, Tensor>(nameof(StochasticDepth))
    {
        public override Tensor forward(Tensor x)
        {
            if (!training || probability == 0)
            {
                return x;
            }
            var kept = (rand(x.shape[0], 1, 1, 1) >= probability).to(ScalarType.Float32);
            return x * kept / (1 - probability);
        }
    }

    private sealed class WindowAttention : Module<Tensor, Tensor>
    {
        private readonly Linear qkv;
        private readonly Linear proj;
        private readonly Parameter relative_position_bias_table;
        private readonly Tensor relative_position_index;
        private readonly int _heads;
        private readonly int _window;
        private readonly int _shift;

        public WindowAttention(int width, int heads, int window, int shift)
            : base(nameof(WindowAttention))
        {
            (_heads, _window, _shift) = (heads, window, shift);
            qkv = Linear(width, 3 * width);
            proj = Linear(width, width);
            relative_position_bias_table = Parameter(zeros((2 * window - 1) * (2 * window - 1), heads));
            var rows = arange(window).unsqueeze(1).expand(window, window).flatten();
            var columns = arange(window).unsqueeze(0).expand(window, window).flatten();
            var down = rows.unsqueeze(1) - rows.unsqueeze(0) + (window - 1);
            var right = columns.unsqueeze(1) - columns.unsqueeze(0) + (window - 1);
            relative_position_index = (down * (2 * window - 1) + right).flatten();
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            long batch = x.shape[0], height = x.shape[1], width = x.shape[2], channels = x.shape[3];
            long below = (_window - height % _window) % _window, beside = (_window - width % _window) % _window;
            x = functional.pad(x, [0, 0, 0, beside, 0, below]);
            long rows = height + below, columns = width + beside;
            int shiftRows = _window >= rows ? 0 : _shift, shiftColumns = _window >= columns ? 0 : _shift;
            if (shiftRows + shiftColumns > 0)
            {
                x = x.roll([-shiftRows, -shiftColumns], [1, 2]);
            }

            // One window after the other.
            long down = rows / _window, across = columns / _window, area = _window * _window;
            x = x.view(batch, down, _window, across, _window, channels).permute(0, 1, 3, 2, 4, 5).reshape(batch * down * across, area, channels);
            var parts = qkv.forward(x).reshape(batch * down * across, area, 3, _heads, channels / _heads).permute(2, 0, 3, 1, 4);
            Tensor q = parts[0], k = parts[1], v = parts[2];
            var scores = matmul(q * Math.Pow(channels / _heads, -0.5), k.transpose(-2, -1));
            var bias = relative_position_bias_table[relative_position_index].view(area, area, -1);
            scores = scores + bias.permute(2, 0, 1).unsqueeze(0);
            if (shiftRows + shiftColumns > 0)
            {
                var mask = MaskBetweenRegions(rows, columns, shiftRows, shiftColumns);
                scores = scores.view(batch, down * across, _heads, area, area) + mask.unsqueeze(1).unsqueeze(0);
                scores = scores.view(batch * down * across, _heads, area, area);
            }
            x = matmul(functional.softmax(scores, -1), v).transpose(1, 2).reshape(batch * down * across, area, channels);
            x = proj.forward(x);

            x = x.view(batch, down, across, _window, _window, channels).permute(0, 1, 3, 2, 4, 5).reshape(batch, rows, columns, channels);
            if (shiftRows + shiftColumns > 0)
            {
                x = x.roll([shiftRows, shiftColumns], [1, 2]);
            }
            return x[.., ..(int)height, ..(int)width].contiguous();
        }

        /// <summary>What the shift brought together from the image's ends must not see each other.</summary>
        private Tensor MaskBetweenRegions(long rows, long columns, int shiftRows, int shiftColumns)
        {
            var regions = Regions(rows, shiftRows).unsqueeze(1) * 3 + Regions(columns, shiftColumns).unsqueeze(0);
            regions = regions.view(rows / _window, _window, columns / _window, _window).permute(0, 2, 1, 3).reshape(-1, _window * _window);
            return (regions.unsqueeze(1) != regions.unsqueeze(2)).to(ScalarType.Float32) * -100.0;
        }

        private Tensor Regions(long length, int shift)
        {
            var places = arange(length);
            return (places >= length - _window).to(ScalarType.Int64) + (places >= length - shift).to(ScalarType.Int64);
        }
    }
}

/// <summary>Swin-T.</summary>
[Prunable("N,3,224,224")]
public sealed partial class SwinT() : SwinTransformer(nameof(SwinT), 96, [2, 2, 6, 2], [3, 6, 12, 24]);

/// <summary>A Swin transformer for trying things out.</summary>
[Prunable("N,3,32,32")]
public sealed partial class SwinSmall() : SwinTransformer(nameof(SwinSmall), 24, [2, 2], [3, 6], window: 4, classes: 10);
