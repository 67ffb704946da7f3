using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// The linear model of the loss: |t̄|, the size of the mean gate gradient, which is the first-order change of the loss when the channel
/// goes. Needs labels and gradients. Source: Laurent et al., Revisiting Loss Modelling for Unstructured Pruning (2020), LM; with gates for
/// channels.
/// </summary>
public sealed record LinearLossImportance : Importance
{
    private static readonly GateGradients Gradients = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        GateMoments gates = group.Get(Gradients);
        return [.. gates.Sum.Select(sum => Math.Abs(sum / gates.Samples))];
    }
}

/// <summary>
/// The quadratic model of the loss: |-t̄ + ½ curvature|, the size of the second-order change of the loss when the channel goes. Needs
/// labels and gradients. Source: Laurent et al. (2020), QM.
/// </summary>
public sealed record QuadraticLossImportance : Importance
{
    private static readonly GateGradients Gradients = new();

    /// <summary>
    /// Where the curvature comes from; by default from the gates themselves: the mean of t². With a matrix of the weights' second
    /// derivatives both terms are those of the weights, and their mixed derivatives are left out.
    /// </summary>
    public CurvatureMatrix? Matrix { get; init; }

    /// <summary>Which members' weights count, where a matrix is given; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => Matrix is CurvatureMatrix matrix
        ? [new WeightSensitivity(Members), new Curvature(matrix, Members)]
        : [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        if (Matrix is CurvatureMatrix matrix)
        {
            double[] slopes = group.Get(new WeightSensitivity(Members)).Mean, curvatures = group.Get(new Curvature(matrix, Members));
            return [.. slopes.Zip(curvatures, (slope, curvature) => Math.Abs(-slope + curvature / 2))];
        }
        GateMoments gates = group.Get(Gradients);
        return [.. gates.Sum.Zip(gates.Squares, (sum, squares) => Math.Abs((-sum + squares / 2) / gates.Samples))];
    }
}
