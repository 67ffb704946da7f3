using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Inner products between all rows of a matrix. Each pair is multiplied once: half the work of a product of matrices.</summary>
internal static class SymmetricProducts
{
    private const long Smallest = 256;

    /// <summary>(rows, columns) → (rows, rows).</summary>
    public static Tensor Of(Tensor matrix)
    {
        Tensor products = empty([matrix.shape[0], matrix.shape[0]], dtype: matrix.dtype, device: matrix.device);
        Fill(products, matrix);
        return products;
    }

    private static void Fill(Tensor products, Tensor matrix)
    {
        using DisposeScope scope = NewDisposeScope();
        long rows = matrix.shape[0];
        if (rows <= Smallest)
        {
            products.copy_(matrix.matmul(matrix.t()));
            return;
        }
        long half = rows / 2, other = rows - half;
        Tensor first = matrix.narrow(0, 0, half), second = matrix.narrow(0, half, other);
        Fill(products.narrow(0, 0, half).narrow(1, 0, half), first);
        Fill(products.narrow(0, half, other).narrow(1, half, other), second);
        Tensor between = first.matmul(second.t());
        products.narrow(0, 0, half).narrow(1, half, other).copy_(between);
        products.narrow(0, half, other).narrow(1, 0, half).copy_(between.t());
    }
}
