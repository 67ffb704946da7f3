using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An encoder and a decoder that attends to what the encoder gives, over (length, batch, features); both end with a norm.</summary>
/// <remarks>Vaswani et al., "Attention Is All You Need" (2017); its matrices start as there, by Glorot's uniform distribution.</remarks>
public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TransformerEncoder encoder;
    private readonly TransformerDecoder decoder;

    internal Transformer(
        long width, long heads, long encoderLayers, long decoderLayers, long feedForwardWidth, double dropout, nn.Activations activation)
        : base(nameof(Transformer))
    {
        using var encoderLayer = new TransformerEncoderLayer(width, heads, feedForwardWidth, dropout, activation);
        using var decoderLayer = new TransformerDecoderLayer(width, heads, feedForwardWidth, dropout, activation);
        encoder = new TransformerEncoder(encoderLayer, encoderLayers, nn.LayerNorm(width));
        decoder = new TransformerDecoder(decoderLayer, decoderLayers, nn.LayerNorm(width));
        RegisterComponents();
        foreach (Parameter matrix in parameters().Where(parameter => parameter.dim() > 1))
        {
            nn.init.xavier_uniform_(matrix);
        }
    }

    public override Tensor forward(Tensor src, Tensor tgt) => Transform(src, tgt, null, null, null, null, null, null);

    public Tensor call(
        Tensor src,
        Tensor tgt,
        Tensor? src_mask,
        Tensor? tgt_mask = null,
        Tensor? memory_mask = null,
        Tensor? src_key_padding_mask = null,
        Tensor? tgt_key_padding_mask = null,
        Tensor? memory_key_padding_mask = null) =>
        Transform(
            src, tgt, src_mask, tgt_mask, memory_mask, src_key_padding_mask, tgt_key_padding_mask, memory_key_padding_mask);

    private Tensor Transform(
        Tensor source,
        Tensor target,
        Tensor? sourceMask,
        Tensor? targetMask,
        Tensor? memoryMask,
        Tensor? sourcePadding,
        Tensor? targetPadding,
        Tensor? memoryPadding)
    {
        using Tensor memory = encoder.call(source, sourceMask, sourcePadding);
        return decoder.call(target, memory, targetMask, memoryMask, targetPadding, memoryPadding);
    }
}
