using System.Collections.Immutable;

namespace Pruning;

/// <summary>What a plan must respect besides its budget.</summary>
public sealed record PlanOptions
{
    /// <summary>Kept widths are multiples of this, where a group shrinks at all; by default 1. Hardware likes multiples of 8.</summary>
    public int RoundTo
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(RoundTo));
            field = value;
        }
    } = 1;

    /// <summary>The names of groups that stay whole; by default none.</summary>
    public ImmutableArray<string> KeepGroups { get; init; } = [];

    /// <summary>
    /// The fraction of every group's channels that stays at least, from 0 to 1; by default 0: only the groups' own minimum counts.
    /// </summary>
    public double MinimumFraction
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumFraction), value, "The fraction must lie between 0 and 1.");
    }

    /// <summary>
    /// For each group the widths that it may have, ascending. The last is the dense width, or the group's maximum if it has one.
    /// </summary>
    /// <exception cref="PruningException">A group to keep does not exist, or the rounding is larger than a group.</exception>
    internal ImmutableArray<ImmutableArray<int>> AllowedWidths(Graph graph)
    {
        var whole = KeepGroups.Select(graph.IndexOf).ToHashSet();
        return [.. graph.Groups.Select((group, index) => whole.Contains(index) ? [group.Channels] : AllowedWidths(group))];
    }

    private ImmutableArray<int> AllowedWidths(Group group)
    {
        if (RoundTo > group.Channels)
        {
            throw new PruningException(
                $"Widths cannot be multiples of {RoundTo} (roundTo): group '{group.Name}' has only {group.Channels} channels. " +
                $"Choose a smaller roundTo, or add the group to {nameof(PlanOptions)}.{nameof(KeepGroups)}.");
        }
        int minimum = Math.Max(Math.Max(1, group.MinimumWidth), (int)Math.Ceiling(MinimumFraction * group.Channels));
        int last = group.MaximumWidth < group.Channels ? group.MaximumWidth : group.Channels - 1;
        ImmutableArray<int> widths =
            [.. Enumerable.Range(minimum, Math.Max(0, last - minimum + 1)).Where(width => width % RoundTo == 0 && group.Allows(width))];
        if (group.MaximumWidth >= group.Channels)
        {
            return [.. widths, group.Channels];
        }
        return widths.Length > 0 ? widths : throw new PruningException(
            $"Group '{group.Name}' has {group.Channels} channels and can have no other width: from {minimum} to {group.MaximumWidth} there " +
            $"is no multiple of {group.RoundTo} and of {RoundTo} (roundTo). Choose a smaller roundTo, or change its [Width].");
    }
}
