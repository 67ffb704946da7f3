using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Fisher pruning: half the mean over the samples of t², an estimate to second order of the loss that is added when the channel goes. t is
/// the gate's gradient, summed over all coupled layers before it is squared (<see cref="GateGradients"/>). Needs labels and gradients.
/// Sources: Theis et al., Faster Gaze Prediction (2018); for coupled layers Liu et al., Group Fisher Pruning (2021).
/// </summary>
public sealed record FisherImportance : Importance
{
    private static readonly GateGradients Gradients = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        GateMoments gates = group.Get(Gradients);
        return Vectors.Scaled(gates.Squares, 0.5 / gates.Samples);
    }
}
