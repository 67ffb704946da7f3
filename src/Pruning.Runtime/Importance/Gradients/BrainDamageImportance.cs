using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Optimal Brain Damage: half the sum over a channel's weights of H_kk w_k², the second-order change of the loss of a network that is
/// trained to a minimum, mixed derivatives left out. Needs gradients; labels for the Hessian only. Source: LeCun et al., Optimal Brain
/// Damage (1990); there for single weights.
/// </summary>
public sealed record BrainDamageImportance : Importance
{
    /// <summary>Which second derivatives; by default the generalised Gauss-Newton matrix, which is never negative.</summary>
    public CurvatureMatrix Matrix { get; init; } = CurvatureMatrix.GaussNewton;

    /// <summary>Which members' weights count; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Diagonal];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => Vectors.Scaled(group.Get(Diagonal), 0.5);

    private Curvature Diagonal => new(Matrix, Members);
}
