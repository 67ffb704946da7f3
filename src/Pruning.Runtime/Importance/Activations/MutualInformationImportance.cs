using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// The mutual information, in nats, between a channel's mean activation and the label: how much the channel says about the class. The means
/// are counted in bins of equal width. The estimate is too high for few samples; 20 per bin and class are a good number. Needs labels.
/// Source: a known idea in feature selection; the form is the one of Peng et al., mRMR (2005).
/// </summary>
/// <param name="Bins">The number of bins.</param>
public sealed record MutualInformationImportance(int Bins = 10) : Importance
{
    private static readonly Responses Responses = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Responses];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        ResponseTables responses = group.Get(Responses);
        int[] labels = Histogram.Numbered(responses.Labels);
        return Vectors.Mean(responses.Tensors.Select(rows => Enumerable.Range(0, group.Group.Channels)
            .Select(channel => Histogram.Information(Histogram.BinsOf(ResponseTables.Column(rows, channel), Bins), labels))
            .ToArray()));
    }
}
