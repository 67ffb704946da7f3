using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>ConvNeXt, tiny (Liu et al.): a convolutional network in the proportions of a transformer.</summary>
[Prunable("N,3,224,224")]
public sealed partial class ConvNeXtTiny : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential classifier;

    public ConvNeXtTiny(int classes = 1000, double stochasticDepth = 0.1)
        : base(nameof(ConvNeXtTiny))
    {
        (int Channels, int Blocks)[] stages = [(96, 3), (192, 3), (384, 9), (768, 3)];
        var total = stages.Sum(stage => stage.Blocks);
        var layers = new List<Module<Tensor, Tensor>>
        {
            Sequential(Conv2d(3, stages[0].Channels, 4, stride: 4), new LayerNorm2d(stages[0].Channels)),
        };
        var number = 0;
        for (var i = 0; i < stages.Length; i++)
        {
            var (channels, blocks) = stages[i];
            var stage = new List<Module<Tensor, Tensor>>();
            for (var j = 0; j < blocks; j++)
            {
                stage.Add(new Block(channels, stochasticDepth * number++ / (total - 1.0)));
            }
            layers.Add(Sequential(stage));
            if (i + 1 < stages.Length)
            {
                layers.Add(Sequential(new LayerNorm2d(channels), Conv2d(channels, stages[i + 1].Channels, 2, stride: 2)));
            }
        }
        features = Sequential(layers);
        avgpool = AdaptiveAvgPool2d(1);
        var last = stages[^1].Channels;
        classifier = Sequential(new LayerNorm2d(last), Flatten(1), Linear(last, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return classifier.forward(avgpool.forward(features.forward(x))).MoveToOuterDisposeScope();
    }

    /// <summary>A depthwise convolution, then two linear layers along the channels.</summary>
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Parameter layer_scale;
        private readonly Sequential block;
        private readonly StochasticDepth stochastic_depth;

        public Block(int channels, double dropProbability, double scale = 1e-6)
            : base(nameof(Block))
        {
            layer_scale = Parameter(ones(channels, 1, 1) * scale);
            block = Sequential(
                Conv2d(channels, channels, 7, padding: 3, groups: channels),
                new Permute(0, 2, 3, 1),
                LayerNorm(channels, eps: 1e-6),
                Linear(channels, 4 * channels),
                GELU(),
                Linear(4 * channels, channels),
                new Permute(0, 3, 1, 2));
            stochastic_depth = new StochasticDepth(dropProbability);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => stochastic_depth.forward(layer_scale * block.forward(x)) + x;
    }

    private sealed class Permute(params long[] order) : Module<Tensor, Tensor>(nameof(Permute))
    {
        public override Tensor forward(Tensor x) => x.permute(order);
    }

    /// <summary>A layer norm over the channels of images.</summary>
    private sealed class LayerNorm2d : Module<Tensor, Tensor>
    {
        private readonly Parameter weight;
        private readonly Parameter bias;

        public LayerNorm2d(int channels)
            : base(nameof(LayerNorm2d))
        {
            weight = Parameter(ones(channels));
            bias = Parameter(zeros(channels));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = x.permute(0, 2, 3, 1);
            x = functional.layer_norm(x, weight.shape, weight, bias, 1e-6);
            return x.permute(0, 3, 1, 2);
        }
    }
}
