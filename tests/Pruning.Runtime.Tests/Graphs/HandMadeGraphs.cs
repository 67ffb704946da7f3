namespace Pruning.Tests;

/// <summary>Graphs as the generator would write them.</summary>
internal static class HandMadeGraphs
{
    /// <summary>Groups without parameters; the MACs are those of a chain of layers, the parameters those plus the widths.</summary>
    public static Graph Chain(params int[] channels) => new(
        "Tests.Chain",
        "0123456789abcdef",
        [.. channels.Select((count, index) => new Group($"layer{index}", count))],
        [],
        ChainCost);

    /// <summary>The same with minimum widths.</summary>
    public static Graph Chain(params (int Channels, int Minimum)[] groups) => new(
        "Tests.Chain",
        "0123456789abcdef",
        [.. groups.Select((group, index) => new Group($"layer{index}", group.Channels) { MinimumWidth = group.Minimum })],
        [],
        ChainCost);

    private static Cost ChainCost(IReadOnlyList<int> widths)
    {
        long macs = 3 * widths[0];
        for (int index = 0; index < widths.Count; index++)
        {
            macs += (long)widths[index] * (index + 1 < widths.Count ? widths[index + 1] : 10);
        }
        return new Cost(macs + widths.Sum(), macs, widths.Sum());
    }
}
