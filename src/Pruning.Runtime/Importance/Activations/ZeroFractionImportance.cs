using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// APoZ, the average percentage of zeros: channels that are often zero behind their ReLU matter least. The score is minus the fraction of
/// zeros over all samples and positions, from -1 to 0. Needs samples, no labels. Source: Hu et al., Network Trimming (2016).
/// </summary>
/// <param name="Tolerance">
/// Activations up to this size count as zero; by default only zero itself. Behind GELU, SiLU or a leaky ReLU it should be larger.
/// </param>
public sealed record ZeroFractionImportance(double Tolerance = 0) : Importance
{
    private ZeroFraction Zeros => new(Tolerance);

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Zeros];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => Vectors.Scaled(group.Get(Zeros), -1);
}
