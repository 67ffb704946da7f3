using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// The size of the mean gradient: |mean over samples and positions of the derivative of a sample's loss with respect to the activation|.
/// Divide by the group's Euclidean norm before groups are compared (<see cref="Normalization.Euclidean"/>). Needs labels and gradients.
/// Source: Sun et al., meProp (2017), as Hedegaard et al., Structured Pruning Adapters (2022), use it.
/// </summary>
public sealed record GradientImportance : Importance
{
    private static readonly ShiftGradients Gradients = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => [.. group.Get(Gradients).Select(Math.Abs)];
}
