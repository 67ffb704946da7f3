using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// FPGM: the sum of a filter's Euclidean distances to all other filters. A filter near the geometric median of them all can be replaced by
/// the others. A channel's weights of all members are one vector, so that coupled layers count together. Needs no data. Source: He et al.,
/// Filter Pruning via Geometric Median (2019).
/// </summary>
public sealed record GeometricMedianImportance : Importance
{
    /// <summary>Which members' weights count; by default those of the layers that produce and read the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers | GroupMembers.Consumers;

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return Vectors.Of(Distances.Between(group, Members).sum([1L]));
    }
}

/// <summary>
/// The correlation of filters: minus the mean of |ρ|, Pearson's correlation between the weights of a channel and those of every other. What
/// is much like the others matters least. Needs no data. Source: the idea behind Singh et al., Leveraging Filter Correlations for Deep
/// Model Compression (2018), which removes one of the most correlated pair; that form is <see cref="CorrelationPairSelector"/>.
/// </summary>
public sealed record CorrelationImportance : Importance
{
    /// <summary>Which members' weights count; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <summary>
    /// What is correlated: by default the weights; else the channels' mean activations over the samples, which needs samples.
    /// </summary>
    public CorrelatedValues Of { get; init; } = CorrelatedValues.Weights;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => Correlation.NeedsOf(Of);

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        SquareMatrix correlations = Correlation.Between(group, Of, Members);
        int channels = correlations.Size;
        return channels == 1
            ? [0]
            : [.. Enumerable.Range(0, channels).Select(channel =>
                -Enumerable.Range(0, channels).Where(other => other != channel).Average(other => Math.Abs(correlations[channel, other])))];
    }
}

/// <summary>What of channels is correlated.</summary>
public enum CorrelatedValues
{
    /// <summary>Their weights.</summary>
    Weights,

    /// <summary>Their mean activations over the samples.</summary>
    Responses,
}
