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

    // What a channel costs with every layer counted for itself: a layer that both reads and writes it counts twice, as in the paper. That is
    // the slope of the cost, which is at most quadratic in a width; only widths that the group may have can be asked for.
    private static double Slope(CoupledGroup group, Func<Cost, long> part)
    {
        int channels = group.Group.Channels;
        int narrower = Enumerable.Range(1, channels - 1).LastOrDefault(group.Group.Allows);
        double next = Marginal(channels);
        double bend = narrower > 0 ? (next - Marginal(narrower)) / (channels - narrower) : 0;
        return next - (bend / 2);

        double Marginal(int width)
        {
            int[] widths = [.. group.Graph.DenseWidths];
            widths[group.Index] = width;
            return part(group.Graph.MarginalCost(widths, group.Index));
        }
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
