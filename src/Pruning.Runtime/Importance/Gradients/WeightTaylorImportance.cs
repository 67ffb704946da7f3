using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// First-order Taylor expansion on weights: sums over a channel's weights of weight times gradient, of each batch's mean loss, averaged
/// over the batches. Needs labels and gradients. Source: Molchanov et al., Importance Estimation for Neural Network Pruning (2019), where
/// <see cref="TaylorForm.SumOfSquares"/> is the form for weights and <see cref="TaylorForm.SquareOfSum"/> the one for gates.
/// </summary>
public sealed record WeightTaylorImportance : Importance
{
    /// <summary>In which order is summed and squared; the forms rank differently.</summary>
    public TaylorForm Form { get; init; } = TaylorForm.SumOfSquares;

    /// <summary>Which members' weights count; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <summary>The momentum of a running average over batches, in the paper 0.9; by default all batches count alike.</summary>
    public double? Momentum { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Sensitivity];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        WeightSensitivities sums = group.Get(Sensitivity);
        return Form switch
        {
            TaylorForm.SumOfSquares => sums.Squares,
            TaylorForm.SquareOfSum => sums.Squared,
            TaylorForm.AbsoluteOfSum => [.. sums.Mean.Select(Math.Abs)],
            TaylorForm.SumOfAbsolutes => sums.Absolutes,
            _ => throw new InvalidOperationException($"There is no form {Form}."),
        };
    }

    private WeightSensitivity Sensitivity => new(Members, Momentum);
}

/// <summary>What is made of the products w·g of a channel's weights and their gradients.</summary>
public enum TaylorForm
{
    /// <summary>Σ (w·g)².</summary>
    SumOfSquares,

    /// <summary>(Σ w·g)².</summary>
    SquareOfSum,

    /// <summary>|Σ w·g|, of the sums' mean over the batches.</summary>
    AbsoluteOfSum,

    /// <summary>Σ |w·g|.</summary>
    SumOfAbsolutes,
}
