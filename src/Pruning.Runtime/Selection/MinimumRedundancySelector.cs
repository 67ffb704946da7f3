using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// mRMR: adds channels one by one, always the one that says most about the label less what it says on average about the channels already
/// chosen; both are mutual information of mean activations, counted in bins. Needs labels. Source: Peng et al., Feature Selection Based on
/// Mutual Information: Criteria of Max-Dependency, Max-Relevance, and Min-Redundancy (2005).
/// </summary>
/// <param name="Bins">The number of bins.</param>
public sealed record MinimumRedundancySelector(int Bins = 10) : ChannelSelector
{
    private static readonly Responses Responses = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Responses];

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        ResponseTables responses = group.Get(Responses);
        int channels = group.Group.Channels;
        double[] relevance = new MutualInformationImportance(Bins).Score(group);
        int[][][] bins = [.. responses.Tensors.Select(rows => Enumerable.Range(0, channels)
            .Select(channel => Histogram.BinsOf(ResponseTables.Column(rows, channel), Bins)).ToArray())];
        var redundancy = new double[channels];
        var chosen = new List<int>();
        var left = Enumerable.Range(0, channels).ToList();
        while (chosen.Count < keep)
        {
            int next = left.MaxBy(channel => relevance[channel] - redundancy[channel] / Math.Max(1, chosen.Count));
            chosen.Add(next);
            left.Remove(next);
            foreach (int channel in left)
            {
                redundancy[channel] += bins.Average(tensor => Histogram.Information(tensor[channel], tensor[next]));
            }
        }
        return [.. chosen.Order()];
    }
}
