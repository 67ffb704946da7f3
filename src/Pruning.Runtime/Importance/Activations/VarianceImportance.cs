using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Inbound pruning: for every kernel that reads the channel the variance over the samples of the Frobenius norm of what the kernel makes of
/// it, summed over the filters of the layers that read the channel. Needs samples, no labels. Source: Polyak and Wolf, Channel-Level
/// Acceleration of Deep Face Representations (2015), which prunes single kernels; summed over filters the whole channel goes.
/// </summary>
public sealed record InboundVarianceImportance : Importance
{
    private static readonly InboundVariance Variance = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Variance];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        var scores = new double[group.Group.Channels];
        foreach (double[,] kernels in group.Get(Variance))
        {
            for (int filter = 0; filter < kernels.GetLength(0); filter++)
            {
                for (int channel = 0; channel < scores.Length; channel++)
                {
                    scores[channel] += kernels[filter, channel];
                }
            }
        }
        return scores;
    }
}

/// <summary>
/// Reduce and Reuse, the reducing half: the variance over the samples of the Frobenius norm of what a channel's filter gives. The reusing
/// half is <see cref="ReuseReconstruction"/>. Needs samples, no labels. Source: Polyak and Wolf (2015).
/// </summary>
public sealed record ResponseVarianceImportance : Importance
{
    private static readonly ResponseVariance Variance = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Variance];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => group.Get(Variance);
}
