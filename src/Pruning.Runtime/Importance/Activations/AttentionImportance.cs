using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// The attention that a channel gets: the mean over the positions of a power of its activation. Needs samples, no labels. Source: Zhao et
/// al., Adaptive Activation-based Structured Pruning (2022), whose text takes the power of every activation and whose program that of the
/// mean map.
/// </summary>
/// <param name="P">The exponent; the paper tries 1, 2 and 4.</param>
public sealed record AttentionImportance(double P = 1) : Importance
{
    /// <summary>Whether samples are averaged before the power is taken; by default they are, as in the authors' program.</summary>
    public AttentionOrder Order { get; init; } = AttentionOrder.MeanFirst;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Statistic];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => group.Get(Statistic);

    private Statistic<double[]> Statistic => Order == AttentionOrder.MeanFirst ? new MeanMapPower(P) : new ActivationPower(P);
}

/// <summary>Which comes first, the mean over the samples or the power.</summary>
public enum AttentionOrder
{
    /// <summary>The power of the mean map.</summary>
    MeanFirst,

    /// <summary>The mean of the powers.</summary>
    PowerFirst,
}
