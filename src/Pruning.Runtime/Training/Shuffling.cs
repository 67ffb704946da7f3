using static TorchSharp.torch;

namespace Pruning;

/// <summary>Random orders that a seed decides.</summary>
internal static class Shuffling
{
    /// <summary>The numbers from 0 to below <paramref name="count"/> in random order, a tensor of its own: no scope disposes it.</summary>
    public static Tensor Permutation(long count, long seed)
    {
        using var generator = new Generator((ulong)seed);
        return randperm(count, ScalarType.Int64, generator: generator).DetachFromDisposeScope();
    }
}
