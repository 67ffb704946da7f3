using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>TorchSharp's attention, of a sequence to itself, and to another one of other widths.</summary>
[Prunable("N,7,6", "N,5,9")]
public partial class TwoAttentions : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 16);
    private readonly MultiheadAttention own = MultiheadAttention(16, 4, dropout: 0.1);
    private readonly MultiheadAttention other = MultiheadAttention(16, 2, bias: false, kdim: 9, vdim: 9);
    private readonly Linear head = Linear(16, 3);

    public TwoAttentions()
        : base(nameof(TwoAttentions)) => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor context)
    {
        x = embed.forward(x).transpose(0, 1);
        context = context.transpose(0, 1);
        var causal = ones(7, 7, ScalarType.Bool).triu(1);
        x = x + own.call(x, x, x, need_weights: false, attn_mask: causal).Item1;
        var (y, _) = other.forward(x, context, context, null, false, null);
        return head.forward((x + y).transpose(0, 1));
    }
}

/// <summary>The weights of an attention, which are averaged over its heads; a mask from outside and padding.</summary>
[Prunable("N,7,6", "7,7", "N,7")]
public partial class AttentionWeights : Module<Tensor, Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly Linear embed = Linear(6, 16);
    private readonly MultiheadAttention attention = MultiheadAttention(16, 4);
    private readonly Linear head = Linear(16, 3);

    public AttentionWeights()
        : base(nameof(AttentionWeights)) => RegisterComponents();

    public override (Tensor, Tensor) forward(Tensor x, Tensor mask, Tensor padding)
    {
        x = embed.forward(x).transpose(0, 1);
        var (y, weights) = attention.call(x, x, x, padding > 1, true, mask);
        return (head.forward(y), weights);
    }
}

/// <summary>Attention that adds a learnt position and one of zeros to what it is given, under a mask.</summary>
[Prunable("N,7,6")]
public partial class FurtherPositions : Module<Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 16);
    private readonly MultiheadAttention learnt = MultiheadAttention(16, 4, add_bias_kv: true);
    private readonly MultiheadAttention both = MultiheadAttention(16, 2, bias: false, add_bias_kv: true, add_zero_attn: true);
    private readonly Linear head = Linear(16, 3);

    public FurtherPositions()
        : base(nameof(FurtherPositions)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = embed.forward(x).transpose(0, 1);
        var causal = ones(7, 7, ScalarType.Bool).triu(1);
        x = x + learnt.call(x, x, x, null, false, causal).Item1;
        var (y, _) = both.forward(x, x, x, null, false, null);
        return head.forward((x + y).transpose(0, 1));
    }
}

/// <summary>TorchSharp's encoder, over words.</summary>
[Prunable("N,7")]
public partial class Encoder : Module<Tensor, Tensor>
{
    private readonly Embedding embedding = Embedding(11, 16);
    private readonly TransformerEncoder encoder;
    private readonly Linear head = Linear(16, 11);

    public Encoder()
        : base(nameof(Encoder))
    {
        encoder = TransformerEncoder(TransformerEncoderLayer(16, 4, 24, activation: Activations.GELU), 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var x = embedding.forward(tokens).transpose(0, 1);
        return head.forward(encoder.call(x)).transpose(0, 1);
    }
}

/// <summary>TorchSharp's decoder on words, which attends to a sequence of other features, under a causal mask.</summary>
[Prunable("N,7,6", "N,5,9")]
public partial class DecoderStack : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 16), remember = Linear(9, 16), head = Linear(16, 3);
    private readonly TransformerDecoderLayer first = TransformerDecoderLayer(16, 2, 12);
    private readonly TransformerDecoder decoder = TransformerDecoder(TransformerDecoderLayer(16, 4, 24, activation: Activations.GELU), 2);

    public DecoderStack()
        : base(nameof(DecoderStack)) => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor context)
    {
        x = embed.forward(x).transpose(0, 1);
        var memory = remember.forward(context).transpose(0, 1);
        var causal = full(7, 7, float.NegativeInfinity).triu(1);
        x = first.call(x, memory);
        return head.forward(decoder.call(x, memory, causal)).transpose(0, 1);
    }
}

/// <summary>TorchSharp's transformer from one sequence to another.</summary>
[Prunable("N,7,6", "N,5,9")]
public partial class Translator : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear source = Linear(6, 16), target = Linear(9, 16), head = Linear(16, 3);
    private readonly TorchSharp.Modules.Transformer plain = TorchSharp.torch.nn.Transformer(16, 2, 1, 1, 12);
    private readonly TorchSharp.Modules.Transformer masked = TorchSharp.torch.nn.Transformer(16, 4, 2, 1, 24);

    public Translator()
        : base(nameof(Translator)) => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor y)
    {
        x = source.forward(x).transpose(0, 1);
        y = target.forward(y).transpose(0, 1);
        y = plain.forward(x, y);
        return head.forward(masked.call(x, y, null!, ones(5, 5, ScalarType.Bool).triu(1))).transpose(0, 1);
    }
}
