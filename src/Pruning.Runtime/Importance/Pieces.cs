using static TorchSharp.torch;

namespace Pruning;

/// <summary>Looks at large tensors piece by piece, so that what is computed of a piece stays in the processor's cache.</summary>
internal static class Pieces
{
    private const long Elements = 1 << 15;

    /// <summary>Some rows each, at least one, in order.</summary>
    /// <param name="rows">(rows, …).</param>
    public static IEnumerable<(long Start, long Length)> Of(Tensor rows)
    {
        long count = rows.shape[0], atOnce = Math.Max(1, Elements * count / Math.Max(1, rows.numel()));
        for (long start = 0; start < count; start += atOnce)
        {
            yield return (start, Math.Min(atOnce, count - start));
        }
    }
}

/// <summary>Sums over rows of what is computed entry by entry, without a tensor of all that is computed.</summary>
internal static class PiecewiseSums
{
    /// <summary>(rows, …) and (rows, …) → (rows): the inner products of their rows.</summary>
    public static Tensor OfProducts(Tensor one, Tensor other)
    {
        Tensor first = one.flatten(1), second = other.flatten(1);
        return cat([.. Pieces.Of(first).Select(piece =>
            Products(first.narrow(0, piece.Start, piece.Length), second.narrow(0, piece.Start, piece.Length)))]);
    }

    /// <summary>(rows, …) → (rows): how many entries of each are not zero.</summary>
    public static Tensor OfNonZeros(Tensor values)
    {
        Tensor rows = values.flatten(1);
        return cat([.. Pieces.Of(rows).Select(piece => NonZeros(rows.narrow(0, piece.Start, piece.Length)))]);
    }

    private static Tensor Products(Tensor one, Tensor other)
    {
        using Tensor products = one * other;
        return products.sum([1L]);
    }

    // Signs and their sizes are computed by many at once; comparisons, and the norm that counts, one by one.
    private static Tensor NonZeros(Tensor rows)
    {
        using Tensor signs = rows.sign();
        return signs.abs_().sum([1L]);
    }
}
