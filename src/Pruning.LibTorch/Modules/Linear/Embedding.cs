using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Looks up one row of a table per index.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long _padding;
    private readonly double? _maximumNorm;
    private readonly double _normType;
    private readonly bool _scaleGradientByFrequency;
    private readonly bool _sparse;

    internal Embedding(
        long rows,
        long columns,
        long? padding,
        double? maximumNorm,
        double normType,
        bool scaleGradientByFrequency,
        bool sparse,
        Device? device,
        ScalarType? dtype)
        : base(nameof(Embedding))
    {
        if (padding is { } index && (index < -rows || index >= rows))
        {
            throw new ArgumentException($"padding_idx must lie within the {rows} embeddings; it is {index}.", nameof(padding));
        }
        // The operator takes -1 for "no padding".
        _padding = padding is { } row ? (row < 0 ? row + rows : row) : -1;
        _maximumNorm = maximumNorm;
        _normType = normType;
        _scaleGradientByFrequency = scaleGradientByFrequency;
        _sparse = sparse;
        weight = EmbeddingTable.New(rows, columns, _padding, device, dtype);
    }

    public Parameter? weight
    {
        get => Registered(nameof(weight));
        set => Register(nameof(weight), value);
    }

    public override Tensor forward(Tensor input)
    {
        if (_maximumNorm is { } norm)
        {
            using var _ = no_grad();
            using Tensor indices = input.contiguous();
            Operator.CallInPlace("aten::embedding_renorm_", weight!, indices, norm, _normType);
        }
        return Operator.Call("aten::embedding", weight, input, _padding, _scaleGradientByFrequency, _sparse);
    }
}
