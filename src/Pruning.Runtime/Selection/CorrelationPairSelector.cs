using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Looks for the pair of channels that are correlated most, by the size of Pearson's correlation, and removes the one with the smaller sum
/// of absolute weights, again and again. Needs no data, unless responses are correlated. Source: Singh et al., Leveraging Filter
/// Correlations for Deep Model Compression (2018).
/// </summary>
public sealed record CorrelationPairSelector : ChannelSelector
{
    /// <summary>Which members' weights count; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <summary>What is correlated; by default the weights.</summary>
    public CorrelatedValues Of { get; init; } = CorrelatedValues.Weights;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => Correlation.NeedsOf(Of);

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        SquareMatrix correlations = Correlation.Between(group, Of, Members);
        double[] norms = (Importance.GroupNorm(1) with { Members = Members, Reduction = GroupReduction.Sum }).Score(group);
        var pairs =
            from one in Enumerable.Range(0, correlations.Size)
            from other in Enumerable.Range(one + 1, correlations.Size - one - 1)
            orderby Math.Abs(correlations[one, other]) descending
            select (One: one, Other: other);
        var left = Enumerable.Range(0, correlations.Size).ToHashSet();
        foreach ((int one, int other) in pairs)
        {
            if (left.Count == keep)
            {
                break;
            }
            if (left.Contains(one) && left.Contains(other))
            {
                left.Remove(norms[one] < norms[other] ? one : other);
            }
        }
        return [.. left.Order()];
    }
}
