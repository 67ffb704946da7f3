using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A stack of decoder layers.</summary>
public sealed class TransformerDecoder : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>
{
    private readonly ModuleList<TransformerDecoderLayer> layers;
    private readonly LayerNorm? norm;

    internal TransformerDecoder(TransformerDecoderLayer layer, long count, LayerNorm? norm = null)
        : base(nameof(TransformerDecoder))
    {
        layers = new([.. Enumerable.Range(0, checked((int)count)).Select(_ => layer.Copy())]);
        this.norm = norm;
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
        Tensor? memory_mask = null,
        Tensor? tgt_key_padding_mask = null,
        Tensor? memory_key_padding_mask = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor decoded = layers.Aggregate(tgt, (current, layer) =>
            layer.call(current, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask));
        decoded = norm is null ? decoded : norm.call(decoded);
        return (ReferenceEquals(decoded, tgt) ? tgt.alias() : decoded).MoveToOuterDisposeScope();
    }
}
