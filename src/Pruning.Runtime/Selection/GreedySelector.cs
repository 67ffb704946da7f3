using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// ThiNet: removes channels one by one, always the one whose removal together with those already gone changes the outputs of the layers
/// that read them least, in the sum of squares over samples, positions and filters. Needs samples, no labels. The paper then scales what
/// stays: <see cref="ScalingReconstruction"/>. Source: Luo et al., ThiNet (2017); it compares a random sample of positions and filters,
/// this all.
/// </summary>
public sealed record ThiNetSelector : ChannelSelector
{
    private static readonly Contributions Contributions = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Contributions];

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep) =>
        Ranking.Without(group.Group.Channels, Removed(group).Take(group.Group.Channels - keep));

    /// <summary>All channels in the order in which they go.</summary>
    internal static IEnumerable<int> Removed(CoupledGroup group)
    {
        // The error of a set is the sum of the products of all its pairs, so one more channel adds its own square and twice its products
        // with those in the set.
        SquareMatrix products = ContributionProducts.Joined(group.Get(Contributions));
        var left = Enumerable.Range(0, products.Size).ToList();
        var withRemoved = new double[products.Size];
        while (left.Count > 0)
        {
            int next = left.MinBy(channel => products[channel, channel] + 2 * withRemoved[channel]);
            left.Remove(next);
            foreach (int channel in left)
            {
                withRemoved[channel] += products[channel, next];
            }
            yield return next;
        }
    }
}
