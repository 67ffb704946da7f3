using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Self-attention, attention to a memory, and a feed-forward network, each added to its input and normalised, over (length, batch, features).
/// </summary>
public sealed class TransformerDecoderLayer
    : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
{
    private readonly long _width;
    private readonly long _heads;
    private readonly long _feedForwardWidth;
    private readonly double _dropout;
    private readonly nn.Activations _activation;
    private readonly MultiheadAttention self_attn;
    private readonly MultiheadAttention multihead_attn;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly LayerNorm norm3;

    internal TransformerDecoderLayer(long width, long heads, long feedForwardWidth, double dropout, nn.Activations activation)
        : base(nameof(TransformerDecoderLayer))
    {
        (_width, _heads, _feedForwardWidth, _dropout, _activation) = (width, heads, feedForwardWidth, dropout, activation);
        self_attn = nn.MultiheadAttention(width, heads, dropout);
        multihead_attn = nn.MultiheadAttention(width, heads, dropout);
        linear1 = nn.Linear(width, feedForwardWidth);
        linear2 = nn.Linear(feedForwardWidth, width);
        norm1 = nn.LayerNorm(width);
        norm2 = nn.LayerNorm(width);
        norm3 = nn.LayerNorm(width);
        RegisterComponents();
    }

    public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

    public new Tensor call(
        Tensor tgt,
        Tensor memory,
        Tensor? tgt_mask,
        Tensor? memory_mask = null,
        Tensor? tgt_key_padding_mask = null,
        Tensor? memory_key_padding_mask = null) =>
        base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    public override Tensor forward(
        Tensor tgt,
        Tensor memory,
        Tensor? tgt_mask,
        Tensor? memory_mask,
        Tensor? tgt_key_padding_mask,
        Tensor? memory_key_padding_mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = self_attn.call(tgt, tgt, tgt, tgt_key_padding_mask, need_weights: false, tgt_mask).Item1;
        Tensor own = norm1.call(tgt + Drop(attended));
        Tensor remembered = multihead_attn.call(own, memory, memory, memory_key_padding_mask, need_weights: false, memory_mask).Item1;
        Tensor middle = norm2.call(own + Drop(remembered));
        Tensor hidden = linear1.call(middle);
        Tensor activated = _activation == nn.Activations.GELU ? hidden.gelu() : hidden.relu();
        return norm3.call(middle + Drop(linear2.call(Drop(activated)))).MoveToOuterDisposeScope();
    }

    /// <summary>A layer with the same values in parameters of its own.</summary>
    internal TransformerDecoderLayer Copy()
    {
        var copy = new TransformerDecoderLayer(_width, _heads, _feedForwardWidth, _dropout, _activation);
        copy.load_state_dict(state_dict());
        copy.train(training);
        return copy;
    }

    private Tensor Drop(Tensor tensor) => nn.functional.dropout(tensor, _dropout, training);
}
