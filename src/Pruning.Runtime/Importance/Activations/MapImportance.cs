using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// The mean over the samples of the nuclear norm of a channel's map, the sum of its singular values: the energy of the map, counted once
/// for each independent direction. Where layers read vectors it is the mean size. Needs samples, no labels. Source: Yeom et al., Toward
/// Compact Deep Neural Networks via Energy-Aware Pruning (2021).
/// </summary>
public sealed record NuclearNormImportance : Importance
{
    private static readonly NuclearNorm Norm = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Norm];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => group.Get(Norm);
}

/// <summary>
/// HRank: the mean over the samples of the rank of a channel's map, as layers read it; where all of them read it pooled to one number, as
/// the producing convolutions give it (<see cref="MapRank"/>). Needs samples, no labels; the paper takes 500. Not for channels that are
/// no maps anywhere. Source: Lin et al., HRank: Filter Pruning using High-Rank Feature Map (2020).
/// </summary>
public sealed record MapRankImportance : Importance
{
    private static readonly MapRank Rank = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Rank];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => group.Get(Rank);
}
