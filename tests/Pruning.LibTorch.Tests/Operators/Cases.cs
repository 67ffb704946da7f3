using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

/// <summary>What each case of tests/reference/operators.py is in C#.</summary>
internal static partial class Cases
{
    internal static IReadOnlyDictionary<string, Func<Tensor[], Tensor[]>> All { get; } =
        new[]
            {
                Pointwise, InPlace, Comparisons, Reductions, Shapes, Indexing, Products, Activations, Layers, Losses, Factories,
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

    private static Tensor Seeded(Func<Tensor> draw)
    {
        manual_seed(5);
        return draw();
    }
}
