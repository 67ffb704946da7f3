using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Self-attention and a feed-forward network, each added to its input and normalised, over (length, batch, features).</summary>
public sealed class TransformerEncoderLayer
    : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
{
    private readonly long _width;
    private readonly long _heads;
    private readonly long _feedForwardWidth;
    private readonly double _dropout;
    private readonly nn.Activations _activation;
    private readonly MultiheadAttention self_attn;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;

    internal TransformerEncoderLayer(long width, long heads, long feedForwardWidth, double dropout, nn.Activations activation)
        : base(nameof(TransformerEncoderLayer))
    {
        (_width, _heads, _feedForwardWidth, _dropout, _activation) = (width, heads, feedForwardWidth, dropout, activation);
        self_attn = nn.MultiheadAttention(width, heads, dropout);
        linear1 = nn.Linear(width, feedForwardWidth);
        linear2 = nn.Linear(feedForwardWidth, width);
        norm1 = nn.LayerNorm(width);
        norm2 = nn.LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor src) => Encode(src, null, null);

    public Tensor call(Tensor src, Tensor? src_mask) => Encode(src, src_mask, null);

    public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) => Encode(src, src_mask, src_key_padding_mask);

    /// <summary>A layer with the same values in parameters of its own.</summary>
    internal TransformerEncoderLayer Copy()
    {
        var copy = new TransformerEncoderLayer(_width, _heads, _feedForwardWidth, _dropout, _activation);
        copy.load_state_dict(state_dict());
        copy.train(training);
        return copy;
    }

    private Tensor Encode(Tensor source, Tensor? mask, Tensor? padding)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = self_attn.call(source, source, source, padding, need_weights: false, mask).Item1;
        Tensor middle = norm1.call(source + Drop(attended));
        Tensor hidden = linear1.call(middle);
        Tensor activated = _activation == nn.Activations.GELU ? hidden.gelu() : hidden.relu();
        return norm2.call(middle + Drop(linear2.call(Drop(activated)))).MoveToOuterDisposeScope();
    }

    private Tensor Drop(Tensor tensor) => nn.functional.dropout(tensor, _dropout, training);
}
