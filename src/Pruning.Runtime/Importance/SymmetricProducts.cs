using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Inner products between all rows of a matrix. Each pair is multiplied once: half the work of a product of matrices.</summary>
internal static class SymmetricProducts
{
    private const long Smallest = 256;

    /// <summary>Adds those of a matrix (rows, columns) to a sum (rows, rows), which is whole only after <see cref="Mirror"/>.</summary>
    public static void Add(Tensor products, Tensor matrix)
    {
        using DisposeScope scope = NewDisposeScope();
        if (matrix.shape[0] <= Smallest)
        {
            products.addmm_(matrix, matrix.t());
            return;
        }
        (Tensor first, Tensor second, Tensor between, _) = Quarters(products);
        (Tensor upper, Tensor lower) = Halves(matrix, 0);
        Add(first, upper);
        Add(second, lower);
        between.addmm_(upper, lower.t());
    }

    /// <summary>Writes what was multiplied once into both of its places.</summary>
    public static void Mirror(Tensor products)
    {
        using DisposeScope scope = NewDisposeScope();
        if (products.shape[0] <= Smallest)
        {
            return;
        }
        (Tensor first, Tensor second, Tensor between, Tensor mirrored) = Quarters(products);
        Mirror(first);
        Mirror(second);
        mirrored.copy_(between.t());
    }

    private static (Tensor First, Tensor Second, Tensor Between, Tensor Mirrored) Quarters(Tensor products)
    {
        (Tensor upper, Tensor lower) = Halves(products, 0);
        (Tensor first, Tensor between) = Halves(upper, 1);
        (Tensor mirrored, Tensor second) = Halves(lower, 1);
        return (first, second, between, mirrored);
    }

    private static (Tensor, Tensor) Halves(Tensor matrix, int dimension)
    {
        long all = matrix.shape[dimension], half = all / 2;
        return (matrix.narrow(dimension, 0, half), matrix.narrow(dimension, half, all - half));
    }
}
