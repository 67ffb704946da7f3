using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Fisher pruning: half the mean over the samples of t², an estimate to second order of the loss that is added when the channel goes. t is
/// the gate's gradient, summed over all coupled layers before it is squared (<see cref="GateGradients"/>). Needs labels and gradients.
/// Sources: Theis et al., Faster Gaze Prediction with Dense Networks and Fisher Pruning (2018); for coupled layers Liu et al., Group Fisher
/// Pruning (2021).
/// </summary>
public sealed record FisherImportance : Importance
{
    private static readonly GateGradients Gradients = new();

    /// <summary>By what the score is divided; by default by nothing. Liu et al. (2021) find the memory best.</summary>
    public ChannelCost Per { get; init; } = ChannelCost.None;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gradients];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        GateMoments gates = group.Get(Gradients);
        return Vectors.Scaled(gates.Squares, 0.5 / gates.Samples / CostOf(group));
    }

    private double CostOf(CoupledGroup group) => Per switch
    {
        ChannelCost.None => 1,
        ChannelCost.Memory => Math.Max(1, Slope(group, cost => cost.Activations)) / 1e6,
        ChannelCost.Macs => Math.Max(1, Slope(group, cost => cost.Macs)) / 1e9,
        _ => throw new InvalidOperationException($"There is no cost {Per}."),
    };

    // What a channel costs with every layer counted for itself: a layer that both reads and writes it counts twice, as in the paper.
    private static double Slope(CoupledGroup group, Func<Cost, long> part)
    {
        int[] more = [.. group.Graph.DenseWidths], less = [.. group.Graph.DenseWidths];
        more[group.Index]++;
        less[group.Index]--;
        return (part(group.Graph.Cost(more)) - part(group.Graph.Cost(less))) / 2.0;
    }
}

/// <summary>What the removal of one channel saves.</summary>
public enum ChannelCost
{
    /// <summary>Nothing is counted.</summary>
    None,

    /// <summary>The numbers that are written for one sample where the channel is produced, in millions.</summary>
    Memory,

    /// <summary>The multiply-accumulate operations for one sample, in billions, with all groups at their full width.</summary>
    Macs,
}
