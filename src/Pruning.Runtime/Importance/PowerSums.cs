using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Sums of powers along a dimension, piece by piece: the powers of a whole weight would go to memory and back, those of a piece stay in the
/// processor's cache. They are added up in double precision, so that the order of channels does not matter.
/// </summary>
internal static class PowerSums
{
    /// <summary>For each entry along the dimension the sum of |value|^p over all others.</summary>
    public static double[] Along(Tensor values, int dimension, int p)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long[] shape = values.shape;
        Tensor detached = values.detach();
        return dimension == 0
            ? Vectors.Of(cat([.. RowsOf(detached.reshape(shape[0], -1)).Select(rows => OfRows(rows, p))]))
            : Vectors.Of(OverRows(detached.reshape(Product(shape[..dimension]), -1), p).view(shape[dimension], -1).sum([1L]));
    }

    private static Tensor OfRows(Tensor rows, int p)
    {
        using DisposeScope scope = NewDisposeScope();
        return Powers(rows, p).sum([1L]).MoveToOuterDisposeScope();
    }

    private static Tensor OverRows(Tensor matrix, int p)
    {
        Tensor sums = zeros(matrix.shape[1], dtype: ScalarType.Float64, device: matrix.device);
        foreach (Tensor rows in RowsOf(matrix))
        {
            using DisposeScope scope = NewDisposeScope();
            sums.add_(Powers(rows, p).sum([0L]));
        }
        return sums;
    }

    private static IEnumerable<Tensor> RowsOf(Tensor matrix) =>
        Pieces.Of(matrix).Select(piece => matrix.narrow(0, piece.Start, piece.Length));

    private static Tensor Powers(Tensor values, int p) => p switch
    {
        1 => values.abs().to_type(ScalarType.Float64),
        2 => values.square().to_type(ScalarType.Float64),
        _ => values.abs().pow(p).to_type(ScalarType.Float64),
    };

    private static long Product(long[] lengths) => lengths.Aggregate(1L, (product, length) => product * length);
}
