using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// The entropy of a channel's mean activation over the samples: a channel that says the same of every sample says little. The means are
/// counted in bins of equal width between the channel's smallest and largest; the score is -Σ p ln p, and 0 for a constant channel. Needs
/// samples, no labels. Source: Luo and Wu, An Entropy-based Pruning Method (2017), which does not say how many bins.
/// </summary>
/// <param name="Bins">The number of bins.</param>
public sealed record EntropyImportance(int Bins = 10) : Importance
{
    private static readonly Responses Responses = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Responses];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        ResponseTables responses = group.Get(Responses);
        return Vectors.Mean(responses.Tensors.Select(rows => Enumerable.Range(0, group.Group.Channels)
            .Select(channel => Histogram.Entropy(Histogram.BinsOf(ResponseTables.Column(rows, channel), Bins)))
            .ToArray()));
    }
}
