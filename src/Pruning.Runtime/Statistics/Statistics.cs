namespace Pruning;

/// <summary>What a calibration pass has collected: numbers that criteria score by, without the network running again.</summary>
public sealed class Statistics
{
    private readonly Dictionary<(int Group, Statistic Statistic), object> _values;

    internal Statistics(Graph graph, long samples, Dictionary<(int Group, Statistic Statistic), object> values)
    {
        Graph = graph;
        Samples = samples;
        _values = values;
    }

    /// <summary>The graph of the model that ran.</summary>
    public Graph Graph { get; }

    /// <summary>How many samples went through the network.</summary>
    public long Samples { get; }

    /// <summary>The value of a statistic for a group.</summary>
    /// <param name="group">The group's index in the graph.</param>
    /// <param name="statistic">The statistic, with the settings that it was collected with.</param>
    /// <exception cref="PruningException">The pass did not collect it.</exception>
    public TValue Get<TValue>(int group, Statistic<TValue> statistic)
        where TValue : class =>
        _values.TryGetValue((group, statistic), out object? value)
            ? (TValue)value
            : throw new PruningException(
                $"The calibration pass has not collected {statistic} for group '{Graph.Groups[group].Name}'. Name the criterion that " +
                $"needs it in {nameof(Graph)}.{nameof(Graph.Calibrate)}.");
}
