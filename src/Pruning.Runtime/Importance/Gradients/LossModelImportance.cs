using System.Collections.Immutable;

namespace Pruning;

/// <summary>What the models of the loss have in common: steps are cheap only as long as they are small.</summary>
public abstract record LossModelImportance : Importance
{
    private protected static readonly GateGradients Gradients = new();

    /// <summary>
    /// Which members' weights count, where weights are looked at; by default those of the layers that produce the channels.
    /// </summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <summary>
    /// λ of ½ λ Σ w², which is added for the weights of a channel: a model of the loss is trusted the less, the farther the step that
    /// removes the channel goes. Default: 0.
    /// </summary>
    public double StepPenalty
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The penalty of large steps must be 0 or above.");
    }

    /// <inheritdoc/>
    public sealed override double[] Score(CoupledGroup group)
    {
        double[] changes = [.. Changes(group).Select(Math.Abs)];
        return StepPenalty == 0
            ? changes
            : [.. changes.Zip(SquaredSteps(group), (change, step) => change + (StepPenalty * step / 2))];
    }

    /// <summary>The change of the loss when each channel goes.</summary>
    internal abstract IEnumerable<double> Changes(CoupledGroup group);

    private double[] SquaredSteps(CoupledGroup group) =>
        Vectors.Sum([.. group.MembersOf(Members).Select(member => member.SumPowersPerChannel(2))]);
}

/// <summary>
/// The linear model of the loss: |t̄|, the size of the mean gate gradient, which is the first-order change of the loss when the channel
/// goes. Needs labels and gradients. Source: Laurent et al., Revisiting Loss Modelling for Unstructured Pruning (2020), LM; with gates for
/// channels.
/// </summary>
public sealed record LinearLossImportance : LossModelImportance
{
    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    internal override IEnumerable<double> Changes(CoupledGroup group)
    {
        GateMoments gates = group.Get(Gradients);
        return gates.Sum.Select(sum => -sum / gates.Samples);
    }
}

/// <summary>
/// The quadratic model of the loss: |-t̄ + ½ curvature|, the size of the second-order change of the loss when the channel goes. Needs
/// labels and gradients. Source: Laurent et al. (2020), QM.
/// </summary>
public sealed record QuadraticLossImportance : LossModelImportance
{
    /// <summary>
    /// Where the curvature comes from; by default from the gates themselves: the mean of t². With a matrix of the weights' second
    /// derivatives both terms are those of the weights, and their mixed derivatives are left out.
    /// </summary>
    public CurvatureMatrix? Matrix { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => Matrix is CurvatureMatrix matrix
        ? [new WeightSensitivity(Members), new Curvature(matrix, Members)]
        : [Gradients];

    internal override IEnumerable<double> Changes(CoupledGroup group)
    {
        if (Matrix is CurvatureMatrix matrix)
        {
            double[] slopes = group.Get(new WeightSensitivity(Members)).Mean, curvatures = group.Get(new Curvature(matrix, Members));
            return slopes.Zip(curvatures, (slope, curvature) => -slope + (curvature / 2));
        }
        GateMoments gates = group.Get(Gradients);
        return gates.Sum.Zip(gates.Squares, (sum, squares) => (-sum + (squares / 2)) / gates.Samples);
    }
}
