using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Which channels of which group stay. Immutable; two plans are equal when they keep the same channels of the same model.
/// <see cref="Scores.Plan(Budget, Allocation, int)"/> makes one from scores; the factories here make one by hand.
/// </summary>
public sealed partial class PruningPlan : IEquatable<PruningPlan>
{
    private PruningPlan(string model, string fingerprint, ImmutableArray<PlannedGroup> groups)
    {
        Model = model;
        Fingerprint = fingerprint;
        Groups = groups;
    }

    /// <summary>The full name of the model class that the plan is for.</summary>
    public string Model { get; }

    /// <summary>The fingerprint of the graph that the plan was made with.</summary>
    public string Fingerprint { get; }

    /// <summary>What stays of each group, in the graph's order.</summary>
    public ImmutableArray<PlannedGroup> Groups { get; }

    /// <summary>The plan that keeps everything; see <see cref="Keep"/>.</summary>
    public static PruningPlan Dense(Graph graph) => FromWidths(graph, graph.DenseWidths);

    /// <summary>The plan that keeps the first channels of each group.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="widths">How many channels of each group stay, in the graph's order.</param>
    /// <exception cref="ArgumentException">There is not one width per group.</exception>
    /// <exception cref="PruningException">A group does not allow its width; see <see cref="Group.Allows"/>.</exception>
    public static PruningPlan FromWidths(Graph graph, IReadOnlyList<int> widths)
    {
        if (widths.Count != graph.Groups.Length)
        {
            throw new ArgumentException(
                $"{graph.Model} has {graph.Groups.Length} groups, but {widths.Count} widths are given.", nameof(widths));
        }
        for (int group = 0; group < widths.Count; group++)
        {
            CheckWidth(graph.Groups[group], widths[group]);
        }
        return FromChannels(graph, [.. widths.Select(width => Enumerable.Range(0, width).ToImmutableArray())]);
    }

    /// <summary>A plan with random widths that each group allows, and random channels.</summary>
    public static PruningPlan Random(Graph graph, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return FromChannels(graph, [.. graph.Groups.Select(group => RandomChannels(group, random))]);
    }

    /// <summary>The same plan, but of one group exactly the given channels stay.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="channels">The channels, in any order.</param>
    /// <exception cref="PruningException">There is no such group or channel, a channel is named twice, or none is named.</exception>
    public PruningPlan Keep(string group, params IEnumerable<int> channels)
    {
        PlannedGroup old = Groups.FirstOrDefault(planned => planned.Name == group)
            ?? throw new PruningException($"The plan for {Model} has no group '{group}'.");
        return new PruningPlan(Model, Fingerprint, Groups.Replace(old, new PlannedGroup(group, old.Of, [.. channels.Order()])));
    }

    /// <summary>The same plan, but of one group the given channels go too. <see cref="Graph.LayersOf"/> tells what is cut with them.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="channels">Channels and ranges, counted from 0: <c>"105, 8, 9, 11-13"</c>.</param>
    /// <exception cref="PruningException">
    /// There is no such group or channel, a range descends, or no channel of the group would stay.
    /// </exception>
    public PruningPlan Remove(string group, string channels)
    {
        PlannedGroup old = Groups.FirstOrDefault(planned => planned.Name == group)
            ?? throw new PruningException($"The plan for {Model} has no group '{group}'.");
        return Keep(group, old.Keep.Except(ChannelList.Parse(channels, new Group(group, old.Of))));
    }

    /// <summary>
    /// How many channels of each group stay, in the graph's order; the generated <c>Prune</c> builds the smaller model from it.
    /// </summary>
    /// <exception cref="PruningException">The plan was made for another model, or for another version of it.</exception>
    public ImmutableArray<int> WidthsFor(Graph graph) => [.. ChannelsFor(graph).Select(channels => channels.Length)];

    /// <summary>The channels of each group that stay, ascending, in the graph's order.</summary>
    /// <exception cref="PruningException">The plan was made for another model, or for another version of it.</exception>
    public ImmutableArray<ImmutableArray<int>> ChannelsFor(Graph graph)
    {
        if (Model != graph.Model)
        {
            throw new PruningException($"The plan was made for {Model}, not for {graph.Model}.");
        }
        if (Fingerprint != graph.Fingerprint)
        {
            throw new PruningException(
                $"The plan was made for another version of {Model}: its fingerprint is {Fingerprint}, that of the class is now " +
                $"{graph.Fingerprint}. Make a new plan; the class's groups have changed.");
        }

        Dictionary<string, PlannedGroup> planned = Groups.ToDictionary(group => group.Name);
        if (Groups.FirstOrDefault(group => graph.Groups.All(known => known.Name != group.Name)) is { } unknown)
        {
            throw new PruningException($"The plan names a group '{unknown.Name}', which {Model} does not have.");
        }
        return [.. graph.Groups.Select(ChannelsOf)];

        ImmutableArray<int> ChannelsOf(Group group)
        {
            if (!planned.TryGetValue(group.Name, out PlannedGroup? found))
            {
                throw new PruningException($"The plan for {Model} lacks the group '{group.Name}'.");
            }
            if (found.Of != group.Channels)
            {
                throw new PruningException(
                    $"The plan says that group '{group.Name}' has {found.Of} channels; in {Model} it has {group.Channels}.");
            }
            CheckWidth(group, found.Keep.Length);
            return found.Keep;
        }
    }

    /// <inheritdoc/>
    public bool Equals(PruningPlan? other) =>
        other is not null && Model == other.Model && Fingerprint == other.Fingerprint && Groups.SequenceEqual(other.Groups);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PruningPlan);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Groups.Aggregate(HashCode.Combine(Model, Fingerprint), (hash, group) => HashCode.Combine(hash, group));

    /// <summary>One line: the model and how many of its channels stay.</summary>
    public override string ToString() =>
        $"{Model}: {Groups.Sum(group => group.Keep.Length)} of {Groups.Sum(group => group.Of)} channels stay";

    internal static PruningPlan FromChannels(Graph graph, ImmutableArray<ImmutableArray<int>> channels) =>
        new(
            graph.Model,
            graph.Fingerprint,
            [.. graph.Groups.Zip(channels, (group, kept) => new PlannedGroup(group.Name, group.Channels, kept))]);

    private static void CheckWidth(Group group, int width)
    {
        if (!group.Allows(width))
        {
            string maximum = group.MaximumWidth < group.Channels ? $", at most {group.MaximumWidth}" : "";
            string multiple = group.RoundTo > 1 ? $", a multiple of {group.RoundTo}" : "";
            throw new PruningException(
                $"Group '{group.Name}' cannot have {width} channels: it needs at least {group.MinimumWidth}{maximum}{multiple}, or all of " +
                $"its {group.Channels}.");
        }
    }

    private static ImmutableArray<int> RandomChannels(Group group, Random random)
    {
        int[] channels = [.. Enumerable.Range(0, group.Channels)];
        random.Shuffle(channels);
        int[] widths = [.. Enumerable.Range(1, group.Channels).Where(group.Allows)];
        return [.. channels.Take(widths[random.Next(widths.Length)]).Order()];
    }
}
