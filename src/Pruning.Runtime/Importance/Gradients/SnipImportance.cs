using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// SNIP, the connection sensitivity: the sum of |w·g| over a channel's weights, as a share of that of all weights of the network. Made for
/// networks that are not trained yet, and for one batch. The scores of different groups can be compared as they are. Needs labels and
/// gradients. Source: Lee et al., SNIP: Single-shot Network Pruning (2019); there for single weights.
/// </summary>
public sealed record SnipImportance : Importance
{
    /// <summary>Which members' weights count; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Sensitivity];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        WeightSensitivities sums = group.Get(Sensitivity);
        return sums.Total == 0 ? sums.Absolutes : Vectors.Scaled(sums.Absolutes, 1 / sums.Total);
    }

    private WeightSensitivity Sensitivity => new(Members);
}
