using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>The sizes of a decoder; by default those of the smallest GPT-2.</summary>
public sealed record Gpt2Config
{
    public int Vocabulary { get; init; } = 50257;

    public int Context { get; init; } = 1024;

    public int Width { get; init; } = 768;

    public int Heads { get; init; } = 12;

    public int Layers { get; init; } = 12;

    public double Dropout { get; init; } = 0.1;
}

/// <summary>A decoder in the manner of GPT-2 (Radford et al. 2019), which reads its words and writes them with one table.</summary>
public abstract class Gpt2Model : Module<Tensor, Tensor>
{
    private readonly Embedding wte;
    private readonly Embedding wpe;
    private readonly Dropout drop;
    private readonly ModuleList<DecoderBlock> h = new();
    private readonly LayerNorm ln_f;

    protected Gpt2Model(string name, Gpt2Config config)
        : base(name)
    {
        wte = Embedding(config.Vocabulary, config.Width);
        wpe = Embedding(config.Context, config.Width);
        drop = Dropout(config.Dropout);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            h.Add(new DecoderBlock(config));
        }
        ln_f = LayerNorm(config.Width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var positions = arange(tokens.shape[1], dtype: ScalarType.Int64, device: tokens.device);
        var x = drop.call(wte.call(tokens) + wpe.call(positions));
        foreach (var block in h)
        {
            x = block.call(x);
        }
        return functional.linear(ln_f.call(x), wte.weight!).MoveToOuterDisposeScope();
    }

    private sealed class DecoderBlock : Module<Tensor, Tensor>
    {
        private readonly LayerNorm ln_1;
        private readonly CausalAttention attn;
        private readonly LayerNorm ln_2;
        private readonly FeedForward mlp;

        public DecoderBlock(Gpt2Config config)
            : base(nameof(DecoderBlock))
        {
            ln_1 = LayerNorm(config.Width);
            attn = new CausalAttention(config);
            ln_2 = LayerNorm(config.Width);
            mlp = new FeedForward(config);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = x + attn.call(ln_1.call(x));
            return x + mlp.call(ln_2.call(x));
        }
    }

    private sealed class CausalAttention : Module<Tensor, Tensor>
    {
        private readonly Linear c_attn;
        private readonly Linear c_proj;
        private readonly Dropout attn_dropout;
        private readonly Dropout resid_dropout;
        private readonly long _heads;

        public CausalAttention(Gpt2Config config)
            : base(nameof(CausalAttention))
        {
            c_attn = Linear(config.Width, 3 * config.Width);
            c_proj = Linear(config.Width, config.Width);
            attn_dropout = Dropout(config.Dropout);
            resid_dropout = Dropout(config.Dropout);
            _heads = config.Heads;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            long batch = x.shape[0], length = x.shape[1], width = x.shape[2];
            var parts = c_attn.call(x).split(width, dim: 2);
            var q = SplitHeads(parts[0]);
            var k = SplitHeads(parts[1]);
            var v = SplitHeads(parts[2]);

            var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(width / _heads);
            var mask = ones(length, length, dtype: ScalarType.Bool, device: x.device).triu(1);
            scores = scores.masked_fill(mask, double.NegativeInfinity);
            var weights = attn_dropout.call(functional.softmax(scores, -1));
            var mixed = weights.matmul(v).transpose(1, 2).contiguous().view(batch, length, width);
            return resid_dropout.call(c_proj.call(mixed));
        }

        private Tensor SplitHeads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, x.shape[2] / _heads).transpose(1, 2);
    }

    private sealed class FeedForward : Module<Tensor, Tensor>
    {
        private readonly Linear c_fc;
        private readonly Linear c_proj;
        private readonly Dropout dropout;

        public FeedForward(Gpt2Config config)
            : base(nameof(FeedForward))
        {
            c_fc = Linear(config.Width, 4 * config.Width);
            c_proj = Linear(4 * config.Width, config.Width);
            dropout = Dropout(config.Dropout);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => dropout.call(c_proj.call(functional.gelu(c_fc.call(x))));
    }
}

/// <summary>The smallest GPT-2: 12 layers of 768.</summary>
[Prunable("N,T")]
public sealed partial class Gpt2() : Gpt2Model(nameof(Gpt2), new Gpt2Config());

/// <summary>A decoder for trying things out.</summary>
[Prunable("N,T")]
public sealed partial class Gpt2Small() : Gpt2Model(
    nameof(Gpt2Small), new Gpt2Config { Vocabulary = 64, Context = 32, Width = 32, Heads = 4, Layers = 2 });
