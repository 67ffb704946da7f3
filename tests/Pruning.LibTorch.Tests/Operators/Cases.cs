using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

/// <summary>What each case of tests/reference/operators.py is in C#.</summary>
internal static partial class Cases
{
    internal static IReadOnlyDictionary<string, Func<Tensor[], Tensor[]>> All { get; } =
        new[]
            {
                Pointwise, InPlace, Comparisons, Reductions, Shapes, Indexing, Products, Activations, Layers, Losses, Factories, Mathematics,
            }
            .SelectMany(cases => cases)
            .ToDictionary();

    private static Tensor[] Several(ITuple tensors) => [.. Enumerable.Range(0, tensors.Length).Select(i => (Tensor)tensors[i]!)];

    private static Tensor Changed(Tensor original, Action<Tensor> change)
    {
        Tensor copy = original.clone();
        change(copy);
        return copy;
    }

    private static Tensor Symmetric(Tensor matrix) => matrix.matmul(matrix.T) + eye(matrix.size(0), dtype: float64);

    private static Tensor Recomposed((Tensor U, Tensor S, Tensor Vh) parts) => parts.U.matmul(parts.S.diag()).matmul(parts.Vh);

    private static Tensor Unpooled((Tensor, Tensor) pooled, Func<Tensor, Tensor, Tensor> unpool) => unpool(pooled.Item1, pooled.Item2);

    private static Tensor Seeded(Func<Tensor> draw)
    {
        manual_seed(5);
        return draw();
    }
}
