using static TorchSharp.torch;

namespace Pruning;

/// <summary>A few samples of a data set. Whoever receives a batch disposes it.</summary>
/// <param name="Inputs">What the network reads; the first dimension counts the samples, as in (N, C, H, W).</param>
/// <param name="Labels">The classes, (N), 64-bit integers from zero.</param>
public sealed record Batch(Tensor Inputs, Tensor Labels) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
