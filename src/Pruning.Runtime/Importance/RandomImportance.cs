namespace Pruning;

/// <summary>Random scores between 0 and 1.</summary>
/// <param name="Seed">The same seed gives the same scores, on every machine.</param>
public sealed record RandomImportance(int Seed) : Importance
{
    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        var random = new Random(unchecked(Seed * 31 + group.Index));
        return [.. Enumerable.Range(0, group.Group.Channels).Select(_ => random.NextDouble())];
    }
}
