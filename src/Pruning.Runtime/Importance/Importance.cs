using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// A criterion: how much the channels of a coupled group matter. Derive from it to add one; a criterion always sees a whole group, because
/// a channel is removed from all its layers or from none.
/// </summary>
public abstract record Importance : ICalibrated
{
    /// <summary>The statistics of calibration data that it needs; by default none.</summary>
    public virtual ImmutableArray<Statistic> Needs => [];

    /// <summary>
    /// The norms of the weights that belong to a channel, over all layers of the group; see <see cref="GroupNormImportance"/> for what can
    /// be chosen, with a <c>with</c> expression.
    /// </summary>
    /// <param name="p">The exponent: 1 for absolute values, 2 for squares.</param>
    public static GroupNormImportance GroupNorm(int p = 2) => new(p);

    /// <summary>Random scores, the same for the same seed: the baseline that a criterion has to beat.</summary>
    public static RandomImportance Random(int seed) => new(seed);

    /// <summary>Scores the channels of a group.</summary>
    /// <param name="group">The group and its parameters in the dense model.</param>
    /// <returns>One finite number per channel; the higher, the more the channel should stay.</returns>
    public abstract double[] Score(CoupledGroup group);

    /// <summary>Scores all groups; by default one by one.</summary>
    /// <param name="groups">All groups, in the graph's order.</param>
    /// <returns>The scores, in the same order.</returns>
    public virtual IReadOnlyList<double[]> ScoreAll(IReadOnlyList<CoupledGroup> groups) => [.. groups.Select(Score)];
}
