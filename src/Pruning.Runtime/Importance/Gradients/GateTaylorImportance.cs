using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// First-order Taylor expansion on gates: (t̄)², the square of the mean gate gradient, the same gate wherever coupled layers read the
/// channel. Needs labels and gradients. Source: Molchanov et al., Importance Estimation for Neural Network Pruning (2019), the form with
/// gates.
/// </summary>
public sealed record GateTaylorImportance : Importance
{
    private static readonly GateGradients Gradients = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        GateMoments gates = group.Get(Gradients);
        return [.. gates.Sum.Select(sum => sum / gates.Samples * (sum / gates.Samples))];
    }
}
