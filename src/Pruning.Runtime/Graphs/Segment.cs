using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// A run of entries that is a product of factors, the last one varying fastest: the features that a flattened 16×8×8 map gives a linear
/// layer are one segment with the factors (group of 16, constant 64).
/// </summary>
/// <param name="Factors">The factors, slowest first.</param>
public sealed record Segment(ImmutableArray<Factor> Factors)
{
    /// <summary>The product of the given factors.</summary>
    public Segment(params ReadOnlySpan<Factor> factors)
        : this(factors.ToImmutableArray())
    {
    }

    /// <summary>The number of entries of the dense model.</summary>
    public int Length => Factors.Aggregate(1, (length, factor) => length * factor.Length);

    /// <summary>Whether the entries belong to the group.</summary>
    public bool Contains(int group) => Factors.Any(factor => factor.Group == group);

    /// <summary>Which of the factors is the group's channels.</summary>
    /// <exception cref="PruningException">Several are: the entries are products of the group's channels with each other.</exception>
    internal int PlaceOf(int group)
    {
        int[] places = [.. Enumerable.Range(0, Factors.Length).Where(index => Factors[index].Group == group)];
        return places.Length == 1
            ? places[0]
            : throw new PruningException(
                $"Some entries belong to two channels of group {group} at once; only norms of weights can be taken of such.");
    }

    internal IEnumerable<long> KeptEntries(IReadOnlyList<ImmutableArray<int>> kept)
    {
        IEnumerable<long> entries = [0L];
        foreach (Factor factor in Factors)
        {
            IEnumerable<int> places = factor.Group is int group ? kept[group] : Enumerable.Range(0, factor.Length);
            entries = entries.SelectMany(_ => places, (entry, place) => entry * factor.Length + place);
        }
        return entries;
    }

    internal long KeptLength(IReadOnlyList<int> widths) =>
        Factors.Aggregate(1L, (length, factor) => length * (factor.Group is int group ? widths[group] : factor.Length));

    internal IEnumerable<long> ChannelOfEntries(int group, long none)
    {
        if (!Contains(group))
        {
            return Enumerable.Repeat(none, Length);
        }
        int at = PlaceOf(group);
        int stride = Factors.Skip(at + 1).Aggregate(1, (product, factor) => product * factor.Length);
        return Enumerable.Range(0, Length).Select(entry => (long)(entry / stride % Factors[at].Length));
    }

    internal void AddPerChannel(ReadOnlySpan<double> values, int group, Span<double> sums)
    {
        int stride = values.Length;
        foreach (Factor factor in Factors)
        {
            stride /= factor.Length;
            if (factor.Group != group)
            {
                continue;
            }
            for (int entry = 0; entry < values.Length; entry++)
            {
                sums[entry / stride % factor.Length] += values[entry];
            }
        }
    }
}

/// <summary>All channels of one group, or a constant that is never pruned.</summary>
/// <param name="Group">The group's index in <see cref="Graph.Groups"/>; null for a constant.</param>
/// <param name="Length">The number of channels of the dense model, or the constant.</param>
public readonly record struct Factor(int? Group, int Length)
{
    /// <summary>A factor that is never pruned.</summary>
    public static Factor Constant(int length) => new(null, length);

    /// <summary>The channels of a group.</summary>
    public static Factor Of(int group, int length) => new(group, length);
}
