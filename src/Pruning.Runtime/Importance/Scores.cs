using System.Collections.Immutable;

namespace Pruning;

/// <summary>One score for each channel of each group; the higher, the more the channel should stay.</summary>
public sealed class Scores
{
    private readonly ImmutableArray<ImmutableArray<double>> _values;

    /// <summary>Scores from any source.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="values">For each group, in the graph's order, one number per channel.</param>
    /// <exception cref="ArgumentException">There is not one score for each channel.</exception>
    /// <exception cref="PruningException">A score is NaN or infinite.</exception>
    public Scores(Graph graph, IEnumerable<IReadOnlyList<double>> values)
    {
        Graph = graph;
        _values = [.. values.Select(scores => scores.ToImmutableArray())];
        if (_values.Length != graph.Groups.Length)
        {
            throw new ArgumentException(
                $"{graph.Model} has {graph.Groups.Length} groups, but scores for {_values.Length} are given.", nameof(values));
        }
        for (int group = 0; group < _values.Length; group++)
        {
            Check(graph.Groups[group], _values[group]);
        }
    }

    /// <summary>The graph of the model that was scored.</summary>
    public Graph Graph { get; }

    /// <summary>The scores of the group with this index in the graph, one per channel.</summary>
    public ImmutableArray<double> this[int group] => _values[group];

    /// <summary>The scores of the group with this name, one per channel.</summary>
    /// <exception cref="PruningException">There is no such group.</exception>
    public ImmutableArray<double> this[string group] => _values[Graph.IndexOf(group)];

    /// <summary>The same scores, made comparable between groups.</summary>
    public Scores Normalize(Normalization normalization) =>
        new(Graph, _values.Select(scores => (IReadOnlyList<double>)normalization.Apply(scores)));

    /// <summary>Decides which channels stay.</summary>
    /// <param name="budget">How much of the dense network may stay. What is achieved is as much as possible of it, and never more.</param>
    /// <param name="allocation">How the budget is spread over the groups.</param>
    /// <param name="roundTo">Kept widths are multiples of this, where a group shrinks at all.</param>
    /// <exception cref="PruningException">
    /// The budget is below what the minimum widths allow, or <paramref name="roundTo"/> is larger than a group.
    /// </exception>
    public PruningPlan Plan(Budget budget, Allocation allocation, int roundTo = 1) =>
        Plan(budget, allocation, new PlanOptions { RoundTo = roundTo });

    /// <summary>Decides which channels stay.</summary>
    /// <param name="budget">How much of the dense network may stay. What is achieved is as much as possible of it, and never more.</param>
    /// <param name="allocation">How the budget is spread over the groups.</param>
    /// <param name="options">Rounding, and what must stay in any case.</param>
    /// <exception cref="PruningException">
    /// The budget is below what the minimum widths allow, or the options do not fit the graph.
    /// </exception>
    public PruningPlan Plan(Budget budget, Allocation allocation, PlanOptions options)
    {
        var problem = new AllocationProblem(this, budget, options);
        IReadOnlyList<int> widths = allocation.Widths(problem);
        CheckSolution(problem, allocation, widths);
        return PruningPlan.FromChannels(Graph, [.. widths.Select((width, group) => Best(group, width))]);
    }

    /// <summary>The channels of a group, the lowest score first; of equal ones, the first channel first.</summary>
    internal IEnumerable<int> Ascending(int group) =>
        Enumerable.Range(0, _values[group].Length).OrderBy(channel => _values[group][channel]);

    private ImmutableArray<int> Best(int group, int width) => [.. Ascending(group).TakeLast(width).Order()];

    private static void Check(Group group, ImmutableArray<double> scores)
    {
        if (scores.Length != group.Channels)
        {
            throw new ArgumentException($"Group '{group.Name}' has {group.Channels} channels, but {scores.Length} scores are given.");
        }
        for (int channel = 0; channel < scores.Length; channel++)
        {
            if (!double.IsFinite(scores[channel]))
            {
                throw new PruningException(
                    $"The score of channel {channel} of group '{group.Name}' is {scores[channel]}; only finite numbers can be ranked.");
            }
        }
    }

    private static void CheckSolution(AllocationProblem problem, Allocation allocation, IReadOnlyList<int> widths)
    {
        if (widths.Count != problem.AllowedWidths.Length
            || widths.Where((width, group) => !problem.AllowedWidths[group].Contains(width)).Any()
            || !problem.Fits(widths))
        {
            throw new InvalidOperationException($"{allocation.GetType().Name} gave widths that are not allowed or exceed the budget.");
        }
    }
}
