using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Sums of powers along a dimension, piece by piece: the powers of a whole weight would go to memory and back, those of a piece stay in the
/// processor's cache.
/// </summary>
internal static class PowerSums
{
    private const long Piece = 1 << 15;

    /// <summary>For each entry along the dimension the sum of |value|^p over all others.</summary>
    public static double[] Along(Tensor values, int dimension, int p)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long[] shape = values.shape;
        Tensor detached = values.detach();
        return dimension == 0
            ? Vectors.Of(cat([.. Pieces(detached.reshape(shape[0], -1)).Select(rows => Powers(rows, p).sum([1L]))]))
            : Vectors.Of(OverRows(detached.reshape(Product(shape[..dimension]), -1), p).view(shape[dimension], -1).sum([1L]));
    }

    // The pieces' sums are added up in double precision.
    private static Tensor OverRows(Tensor matrix, int p)
    {
        Tensor sums = zeros(matrix.shape[1], dtype: ScalarType.Float64, device: matrix.device);
        foreach (Tensor rows in Pieces(matrix))
        {
            using DisposeScope scope = NewDisposeScope();
            sums.add_(Powers(rows, p).sum([0L]));
        }
        return sums;
    }

    private static IEnumerable<Tensor> Pieces(Tensor matrix)
    {
        long rows = matrix.shape[0], atOnce = Math.Max(1, Piece / Math.Max(1, matrix.shape[1]));
        for (long start = 0; start < rows; start += atOnce)
        {
            yield return matrix.narrow(0, start, Math.Min(atOnce, rows - start));
        }
    }

    private static Tensor Powers(Tensor values, int p) => p switch
    {
        1 => values.abs(),
        2 => values.square(),
        _ => values.abs().pow(p),
    };

    private static long Product(long[] lengths) => lengths.Aggregate(1L, (product, length) => product * length);
}
