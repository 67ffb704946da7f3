using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>A vision transformer (Dosovitskiy et al. 2020): a classifier of the words that an image's patches are.</summary>
public abstract class VisionTransformer : Module<Tensor, Tensor>
{
    private readonly Conv2d conv_proj;
    private readonly Parameter class_token;
    private readonly Encoder encoder;
    private readonly Sequential heads;

    protected VisionTransformer(
        string name, long imageSize, long patchSize, int layers, long numHeads, long width, long mlpWidth, double dropout = 0, int classes = 1000)
        : base(name)
    {
        var patches = imageSize / patchSize * (imageSize / patchSize);
        conv_proj = Conv2d(3, width, patchSize, stride: patchSize);
        class_token = Parameter(zeros(1, 1, width));
        encoder = new Encoder(patches + 1, layers, numHeads, width, mlpWidth, dropout);
        heads = Sequential(("head", Linear(width, classes)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = conv_proj.forward(x).flatten(2).permute(0, 2, 1);
        var token = class_token.expand(x.shape[0], -1, -1);
        x = encoder.forward(cat([token, x], dim: 1));
        return heads.forward(x[.., 0]).MoveToOuterDisposeScope();
    }

    private sealed class Encoder : Module<Tensor, Tensor>
    {
        private readonly Parameter pos_embedding;
        private readonly Dropout dropout;
        private readonly Sequential layers;
        private readonly LayerNorm ln;

        public Encoder(long length, int count, long heads, long width, long mlpWidth, double dropout)
            : base(nameof(Encoder))
        {
            pos_embedding = Parameter(randn(1, length, width) * 0.02);
            this.dropout = Dropout(dropout);
            var blocks = new List<(string, Module<Tensor, Tensor>)>();
            for (var i = 0; i < count; i++)
            {
                blocks.Add(($"encoder_layer_{i}", new EncoderBlock(heads, width, mlpWidth, dropout)));
            }
            layers = Sequential(blocks);
            ln = LayerNorm(width, eps: 1e-6);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => ln.forward(layers.forward(dropout.forward(x + pos_embedding)));
    }

    private sealed class EncoderBlock : Module<Tensor, Tensor>
    {
        private readonly LayerNorm ln_1;
        private readonly MultiheadAttention self_attention;
        private readonly Dropout dropout;
        private readonly LayerNorm ln_2;
        private readonly Sequential mlp;

        public EncoderBlock(long heads, long width, long mlpWidth, double dropout)
            : base(nameof(EncoderBlock))
        {
            ln_1 = LayerNorm(width, eps: 1e-6);
            self_attention = MultiheadAttention(width, heads, dropout);
            this.dropout = Dropout(dropout);
            ln_2 = LayerNorm(width, eps: 1e-6);
            mlp = Sequential(Linear(width, mlpWidth), GELU(), Dropout(dropout), Linear(mlpWidth, width), Dropout(dropout));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            // TorchSharp's attention has the words in front of the samples.
            var words = ln_1.forward(x).transpose(0, 1);
            var attended = self_attention.call(words, words, words, need_weights: false).Item1.transpose(0, 1);
            x = x + dropout.forward(attended);
            return x + mlp.forward(ln_2.forward(x));
        }
    }
}

/// <summary>ViT-B/16: 12 layers of 768, patches of 16 × 16.</summary>
[Prunable("N,3,224,224")]
public sealed partial class ViTB16() : VisionTransformer(nameof(ViTB16), 224, 16, 12, 12, 768, 3072);

/// <summary>A vision transformer for trying things out.</summary>
[Prunable("N,3,32,32")]
public sealed partial class ViTSmall() : VisionTransformer(nameof(ViTSmall), 32, 8, 2, 4, 32, 64, classes: 10);
