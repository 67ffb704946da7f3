using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Chooses which channels of a group stay, where that is more than to rank them one by one: channels that stand in for each other must not
/// all go. Derive from it to add one. <see cref="TopSelector"/> makes a selector of every criterion.
/// </summary>
public abstract record ChannelSelector : ICalibrated
{
    /// <summary>The statistics of calibration data that it needs; by default none.</summary>
    public virtual ImmutableArray<Statistic> Needs => [];

    /// <summary>Chooses the channels that stay.</summary>
    /// <param name="group">The group, its parameters and statistics.</param>
    /// <param name="keep">How many stay, at least one and at most all.</param>
    /// <returns>That many channels, ascending.</returns>
    public abstract ImmutableArray<int> Select(CoupledGroup group, int keep);
}

/// <summary>Keeps the channels with the highest scores; of equal ones the last.</summary>
/// <param name="Importance">The criterion.</param>
public sealed record TopSelector(Importance Importance) : ChannelSelector
{
    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep) => Ranking.Best(Importance.Score(group), keep);

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => Importance.Needs;
}
