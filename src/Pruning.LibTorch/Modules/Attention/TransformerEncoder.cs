using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A stack of encoder layers.</summary>
public sealed class TransformerEncoder
    : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
{
    private readonly ModuleList<TransformerEncoderLayer> layers;
    private readonly LayerNorm? norm;

    internal TransformerEncoder(TransformerEncoderLayer layer, long count, LayerNorm? norm = null)
        : base(nameof(TransformerEncoder))
    {
        layers = new([.. Enumerable.Range(0, checked((int)count)).Select(_ => layer.Copy())]);
        this.norm = norm;
        RegisterComponents();
    }

    public Tensor call(Tensor src) => base.call(src, null, null);

    public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

    public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor encoded = layers.Aggregate(src, (current, layer) => layer.call(current, src_mask, src_key_padding_mask));
        encoded = norm is null ? encoded : norm.call(encoded);
        return (ReferenceEquals(encoded, src) ? src.alias() : encoded).MoveToOuterDisposeScope();
    }
}
