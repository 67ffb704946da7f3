using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Looks up rows of a table and joins those of each bag: their sum, mean or maximum. Bags are the rows of a matrix of indices; or indices
/// stand in one row, and offsets say where each bag begins.
/// </summary>
public sealed class EmbeddingBag
    : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
{
    private readonly double? _maximumNorm;
    private readonly double _normType;
    private readonly bool _scaleGradientByFrequency;
    private readonly EmbeddingBagMode _mode;
    private readonly bool _sparse;
    private readonly bool _includesLastOffset;
    private readonly long _padding;

    internal EmbeddingBag(
        long rows,
        long columns,
        double? maximumNorm,
        double normType,
        bool scaleGradientByFrequency,
        EmbeddingBagMode mode,
        bool sparse,
        bool includesLastOffset,
        long padding,
        Device? device,
        ScalarType? dtype)
        : base(nameof(EmbeddingBag))
    {
        if (padding < -1 || padding >= rows)
        {
            throw new ArgumentException(
                $"padding_index must be -1, for none, or one of the {rows} embeddings; it is {padding}.", nameof(padding));
        }

        _maximumNorm = maximumNorm;
        _normType = normType;
        _scaleGradientByFrequency = scaleGradientByFrequency;
        _mode = mode;
        _sparse = sparse;
        _includesLastOffset = includesLastOffset;
        _padding = padding;
        weight = EmbeddingTable.New(rows, columns, _padding, device, dtype);
    }

    public Parameter? weight
    {
        get => Registered(nameof(weight));
        set => Register(nameof(weight), value);
    }

    public Tensor call(Tensor input) => base.call(input, null!, null!);

    public Tensor call(Tensor input, Tensor offsets) => base.call(input, offsets, null!);

    public new Tensor call(Tensor input, Tensor offsets, Tensor perSampleWeights) => base.call(input, offsets, perSampleWeights);

    public override Tensor forward(Tensor input, Tensor offsets, Tensor perSampleWeights)
    {
        bool isMatrix = input.dim() == 2;
        if (isMatrix == offsets is not null)
        {
            throw new ArgumentException(
                "Indices in one row need offsets, and a matrix of indices has one bag a row and takes none.", nameof(offsets));
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor indices = input.reshape(-1);
        Tensor starts = offsets ?? arange(0, input.numel(), input.shape[1], dtype: input.dtype, device: input.device);
        if (_maximumNorm is { } norm)
        {
            using var _ = no_grad();
            Operator.CallInPlace("aten::embedding_renorm_", weight!, indices, norm, _normType);
        }

        Tensor[] results = Operator.CallList(
            "aten::embedding_bag.padding_idx",
            weight,
            indices,
            starts,
            _scaleGradientByFrequency,
            (long)_mode,
            _sparse,
            perSampleWeights?.reshape(-1),
            _includesLastOffset,
            _padding >= 0 ? (long?)_padding : null);
        return results[0].MoveToOuterDisposeScope();
    }
}
