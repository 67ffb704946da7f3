namespace Pruning;

/// <summary>The collectors of one group.</summary>
internal sealed class GroupCollectors(CoupledGroup group, IEnumerable<Statistic> statistics) : IDisposable
{
    private readonly (Statistic Statistic, Collector Collector)[] _collectors =
        [.. statistics.Select(statistic => (statistic, statistic.Start(group)))];

    public CoupledGroup Group { get; } = group;

    /// <summary>The collectors that want to hear of a source.</summary>
    public IEnumerable<Collector> Of(Sources source) =>
        _collectors.Where(pair => pair.Statistic.Sources.HasFlag(source)).Select(pair => pair.Collector);

    public IEnumerable<KeyValuePair<(int Group, Statistic Statistic), object>> Finish() =>
        _collectors.Select(pair => KeyValuePair.Create((Group.Index, pair.Statistic), pair.Collector.Finish()));

    public void Dispose()
    {
        foreach ((_, Collector collector) in _collectors)
        {
            collector.Dispose();
        }
    }
}
