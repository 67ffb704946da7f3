using System.Collections.Immutable;

namespace Pruning;

/// <summary>Orders of channels.</summary>
internal static class Ranking
{
    /// <summary>The channels, the lowest score first; of equal ones the first channel first.</summary>
    public static IEnumerable<int> Ascending(IReadOnlyList<double> scores) =>
        Enumerable.Range(0, scores.Count).OrderBy(channel => scores[channel]);

    /// <summary>The channels with the highest scores, ascending.</summary>
    public static ImmutableArray<int> Best(IReadOnlyList<double> scores, int count) =>
        [.. Ascending(scores).TakeLast(count).Order()];

    /// <summary>All channels but some.</summary>
    public static ImmutableArray<int> Without(int channels, IEnumerable<int> removed)
    {
        var gone = removed.ToHashSet();
        return [.. Enumerable.Range(0, channels).Where(channel => !gone.Contains(channel))];
    }
}
