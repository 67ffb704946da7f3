namespace Pruning;

/// <summary>A network that a procedure can go back to.</summary>
/// <param name="Plan">The channels that stay.</param>
/// <param name="Weights">All parameters and buffers, masks applied.</param>
/// <param name="Masks">What is zero.</param>
internal sealed record ReachedNetwork(PruningPlan Plan, ModelSnapshot Weights, WeightMasks Masks) : IDisposable
{
    public void Dispose()
    {
        Weights.Dispose();
        Masks.Dispose();
    }
}
