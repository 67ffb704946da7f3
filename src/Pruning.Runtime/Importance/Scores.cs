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
        : this(graph, values.Select(scores => scores.ToImmutableArray()).ToImmutableArray())
    {
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

    private Scores(Graph graph, ImmutableArray<ImmutableArray<double>> values)
    {
        Graph = graph;
        _values = values;
    }

    /// <summary>The graph of the model that was scored.</summary>
    public Graph Graph { get; }

    /// <summary>The scores of the group with this index in the graph, one per channel.</summary>
    public ImmutableArray<double> this[int group] => _values[group];

    /// <summary>The scores of the group with this name, one per channel.</summary>
    /// <exception cref="PruningException">There is no such group.</exception>
    public ImmutableArray<double> this[string group] => _values[Graph.IndexOf(group)];

    /// <summary>The same scores, made comparable between groups. Channels that have gone already do not count.</summary>
    public Scores Normalize(Normalization normalization) =>
        new(Graph, _values.Select(scores => Normalized(scores, normalization)).ToImmutableArray());

    /// <summary>
    /// The scores of what a plan has left: what it removed has the score negative infinity, and stays removed in every plan that is made
    /// from these scores.
    /// </summary>
    /// <exception cref="PruningException">The plan was made for another model, or for another version of it.</exception>
    public Scores Within(PruningPlan plan)
    {
        ImmutableArray<ImmutableArray<int>> kept = plan.ChannelsFor(Graph);
        return new Scores(Graph, _values.Select((scores, group) => Only(scores, kept[group])).ToImmutableArray());

        static ImmutableArray<double> Only(ImmutableArray<double> scores, ImmutableArray<int> kept)
        {
            var left = new double[scores.Length];
            Array.Fill(left, double.NegativeInfinity);
            foreach (int channel in kept)
            {
                left[channel] = scores[channel];
            }
            return [.. left];
        }
    }

    /// <summary>Decides which channels stay, from ratios by hand: of each group the lowest scores go.</summary>
    /// <param name="ratios">What fraction of each group goes.</param>
    /// <param name="options">Rounding, and what must stay in any case; widths are rounded up to allowed ones.</param>
    /// <exception cref="PruningException">A pattern of the ratios matches no group, or the options do not fit the graph.</exception>
    public PruningPlan Plan(PruningRatios ratios, PlanOptions? options = null)
    {
        var problem = new AllocationProblem(this, Budget.Channels(1), options ?? new PlanOptions());
        ImmutableArray<double> all = ratios.For(Graph);
        return PruningPlan.FromChannels(Graph, [.. Graph.Groups.Select((group, index) =>
        {
            int wanted = Math.Min(PruningRatios.Kept(group.Channels, all[index]), WidthOf(index));
            return Best(index, problem.AllowedWidths[index].FirstOrDefault(width => width >= wanted, problem.AllowedWidths[index][^1]));
        })]);
    }

    /// <summary>Decides which channels stay, by a threshold: those with scores above it, and the best where they are too few.</summary>
    /// <param name="threshold">The threshold of a group, by its index.</param>
    /// <param name="options">What must stay in any case; widths are rounded up to allowed ones.</param>
    public PruningPlan Above(Func<int, double> threshold, PlanOptions? options = null)
    {
        var problem = new AllocationProblem(this, Budget.Channels(1), options ?? new PlanOptions());
        return PruningPlan.FromChannels(Graph, [.. Graph.Groups.Select((_, group) =>
        {
            int above = _values[group].Count(score => score > threshold(group));
            return Best(group, problem.AllowedWidths[group].First(width => width >= above));
        })]);
    }

    /// <summary>Decides which channels stay, so that a measured quantity keeps within a limit.</summary>
    /// <param name="limit">What is measured, and how much is accepted.</param>
    /// <param name="allocation">How the channels that stay are spread over the groups.</param>
    /// <param name="options">Rounding, and what must stay in any case.</param>
    /// <returns>The largest of the measured plans that was accepted.</returns>
    /// <exception cref="PruningException">Not even the smallest plan was within the limit.</exception>
    public PruningPlan Plan(MeasuredLimit limit, Allocation allocation, PlanOptions? options = null) =>
        limit.Largest(this, allocation, options ?? new PlanOptions());

    /// <summary>
    /// A ratio for each group from a single one: look at the table, edit it with <see cref="PruningRatios.With"/>, then
    /// <see cref="Plan(PruningRatios, PlanOptions?)"/>. Over all groups, <c>round((1 − ratio) · channels)</c> channels stay.
    /// </summary>
    /// <param name="ratio">The fraction of all channels that goes, from 0 to below 1.</param>
    /// <param name="allocation">Who recommends; by default <see cref="Allocation.Lamp"/>, which wants squared norms.</param>
    /// <param name="options">Rounding, and what must stay in any case.</param>
    /// <exception cref="PruningException">The minimum widths do not allow the ratio.</exception>
    public PruningRatios Recommend(double ratio, Allocation? allocation = null, PlanOptions? options = null)
    {
        double channels = Graph.DenseWidths.Sum();
        var budget = Budget.Channels(Math.Round((1 - new PruningRatios(ratio).Everywhere) * channels) / channels);
        PruningPlan plan = Plan(budget, allocation ?? Allocation.Lamp, options ?? new PlanOptions());
        return plan.Groups.Aggregate(
            new PruningRatios(), (ratios, group) => ratios.With(group.Name, 1 - ((double)group.Keep.Length / group.Of)));
    }

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

    /// <summary>How many channels of a group have not gone yet.</summary>
    internal int WidthOf(int group) => _values[group].Count(score => !double.IsNegativeInfinity(score));

    private static ImmutableArray<double> Normalized(ImmutableArray<double> scores, Normalization normalization)
    {
        int[] left = [.. Enumerable.Range(0, scores.Length).Where(channel => !double.IsNegativeInfinity(scores[channel]))];
        ImmutableArray<double> normalized = normalization.Apply([.. left.Select(channel => scores[channel])]);
        if (normalized.Length != left.Length || !normalized.All(double.IsFinite))
        {
            throw new PruningException($"The normalisation '{normalization.Name}' does not give one finite number per score.");
        }
        double[] all = [.. scores];
        for (int index = 0; index < left.Length; index++)
        {
            all[left[index]] = normalized[index];
        }
        return [.. all];
    }

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
