using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>The sizes of a Llama.</summary>
public sealed record LlamaConfig(
    int Vocabulary, int Width, int Hidden, int Layers, int Heads, int KeyValueHeads, int Context, double Theta = 10000, double Epsilon = 1e-5)
{
    public int HeadWidth => Width / Heads;
}

/// <summary>
/// A decoder in the manner of Llama (Touvron et al. 2023): rotary positions, several heads of queries for one of keys and values, gated
/// feed-forward layers, and norms without means.
/// </summary>
public abstract class LlamaModel : Module<Tensor, Tensor>
{
    private readonly Embedding embed_tokens;
    private readonly ModuleList<Block> layers = new();
    private readonly RmsNorm norm;
    private readonly Linear lm_head;
    private readonly Tensor cos;
    private readonly Tensor sin;

    protected LlamaModel(string name, LlamaConfig config)
        : base(name)
    {
        embed_tokens = Embedding(config.Vocabulary, config.Width);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            layers.Add(new Block(config));
        }
        norm = new RmsNorm(config.Width, config.Epsilon);
        lm_head = Linear(config.Width, config.Vocabulary, hasBias: false);

        var frequencies = pow(config.Theta, arange(0, config.HeadWidth, 2, dtype: ScalarType.Float32) / -config.HeadWidth);
        var angles = outer(arange(config.Context, dtype: ScalarType.Float32), frequencies);
        angles = cat([angles, angles], dim: -1);
        cos = angles.cos();
        sin = angles.sin();
        register_buffer("cos", cos, persistent: false);
        register_buffer("sin", sin, persistent: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var length = tokens.shape[1];
        var x = embed_tokens.call(tokens);
        var (c, s) = (cos.narrow(0, 0, length), sin.narrow(0, 0, length));
        foreach (var layer in layers)
        {
            x = layer.call(x, c, s);
        }
        return lm_head.call(norm.call(x)).MoveToOuterDisposeScope();
    }

    private sealed class RmsNorm : Module<Tensor, Tensor>
    {
        private readonly Parameter weight;
        private readonly double _epsilon;

        public RmsNorm(int width, double epsilon)
            : base(nameof(RmsNorm))
        {
            weight = Parameter(ones(width));
            _epsilon = epsilon;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var square = x.pow(2).mean([-1], keepdim: true);
            return weight * (x * rsqrt(square + _epsilon));
        }
    }

    private sealed class Block : Module<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly Attention self_attn;
        private readonly Mlp mlp;
        private readonly RmsNorm input_layernorm;
        private readonly RmsNorm post_attention_layernorm;

        public Block(LlamaConfig config)
            : base(nameof(Block))
        {
            self_attn = new Attention(config);
            mlp = new Mlp(config);
            input_layernorm = new RmsNorm(config.Width, config.Epsilon);
            post_attention_layernorm = new RmsNorm(config.Width, config.Epsilon);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor cos, Tensor sin)
        {
            x = x + self_attn.call(input_layernorm.call(x), cos, sin);
            return x + mlp.call(post_attention_layernorm.call(x));
        }
    }

    private sealed class Attention : Module<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly Linear q_proj;
        private readonly Linear k_proj;
        private readonly Linear v_proj;
        private readonly Linear o_proj;
        private readonly LlamaConfig _config;

        public Attention(LlamaConfig config)
            : base(nameof(Attention))
        {
            _config = config;
            q_proj = Linear(config.Width, config.Heads * config.HeadWidth, hasBias: false);
            k_proj = Linear(config.Width, config.KeyValueHeads * config.HeadWidth, hasBias: false);
            v_proj = Linear(config.Width, config.KeyValueHeads * config.HeadWidth, hasBias: false);
            o_proj = Linear(config.Heads * config.HeadWidth, config.Width, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor cos, Tensor sin)
        {
            var (batch, length) = (x.shape[0], x.shape[1]);
            var q = q_proj.call(x).view(batch, length, _config.Heads, _config.HeadWidth).transpose(1, 2);
            var k = k_proj.call(x).view(batch, length, _config.KeyValueHeads, _config.HeadWidth).transpose(1, 2);
            var v = v_proj.call(x).view(batch, length, _config.KeyValueHeads, _config.HeadWidth).transpose(1, 2);
            q = q * cos + RotateHalf(q) * sin;
            k = k * cos + RotateHalf(k) * sin;
            k = RepeatHeads(k);
            v = RepeatHeads(v);
            var mixed = functional.scaled_dot_product_attention(q, k, v, is_casual: true);
            return o_proj.call(mixed.transpose(1, 2).contiguous().view(batch, length, -1));
        }

        private Tensor RepeatHeads(Tensor x)
        {
            var times = _config.Heads / _config.KeyValueHeads;
            if (times == 1)
            {
                return x;
            }
            var (batch, heads, length, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
            return x.unsqueeze(2).expand(batch, heads, times, length, width).reshape(batch, heads * times, length, width);
        }

        private static Tensor RotateHalf(Tensor x)
        {
            var halves = x.chunk(2, dim: -1);
            return cat([-halves[1], halves[0]], dim: -1);
        }
    }

    /// <summary>SwiGLU (Shazeer 2020).</summary>
    private sealed class Mlp : Module<Tensor, Tensor>
    {
        private readonly Linear gate_proj;
        private readonly Linear up_proj;
        private readonly Linear down_proj;

        public Mlp(LlamaConfig config)
            : base(nameof(Mlp))
        {
            gate_proj = Linear(config.Width, config.Hidden, hasBias: false);
            up_proj = Linear(config.Width, config.Hidden, hasBias: false);
            down_proj = Linear(config.Hidden, config.Width, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => down_proj.call(functional.silu(gate_proj.call(x)) * up_proj.call(x));
    }
}

/// <summary>A Llama of 134 million parameters: 12 layers of 768, 12 heads of queries, 4 of keys and values.</summary>
[Prunable("N,T")]
public sealed partial class Llama() : LlamaModel(nameof(Llama), new LlamaConfig(32000, 768, 2048, 12, 12, 4, 2048));

/// <summary>A decoder for trying things out.</summary>
[Prunable("N,T")]
public sealed partial class LlamaSmall() : LlamaModel(nameof(LlamaSmall), new LlamaConfig(64, 32, 48, 2, 8, 4, 32));
