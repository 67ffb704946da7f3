using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// First-order Taylor expansion on activations: how much the loss would change, to first order, if a channel became zero. The score is the
/// mean over the samples of |t| divided by the number of positions, where t is the gate's gradient (<see cref="GateGradients"/>). Needs
/// labels and gradients. The paper divides by the group's Euclidean norm before groups are compared:
/// <see cref="Normalization.Euclidean"/>. Source: Molchanov et al., Pruning Convolutional Neural Networks (2016).
/// </summary>
public sealed record TaylorImportance : Importance
{
    private static readonly GateGradients Gradients = new();

    /// <summary>Whether the absolute value is taken of each sample's change or of their mean; by default of each sample's.</summary>
    public TaylorOrder Order { get; init; } = TaylorOrder.MeanOfAbsolutes;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        GateMoments gates = group.Get(Gradients);
        double[] sums = Order == TaylorOrder.MeanOfAbsolutes ? gates.Absolutes : [.. gates.Sum.Select(Math.Abs)];
        return Vectors.Scaled(sums, 1 / (gates.Samples * gates.Positions));
    }
}

/// <summary>Which comes first, the absolute value or the mean over samples.</summary>
public enum TaylorOrder
{
    /// <summary>The mean of the samples' absolute values, as in the paper.</summary>
    MeanOfAbsolutes,

    /// <summary>The absolute value of the mean: samples whose changes differ in sign cancel, as in many programs.</summary>
    AbsoluteOfMean,
}
