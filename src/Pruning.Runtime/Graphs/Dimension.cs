using System.Collections.Immutable;

namespace Pruning;

/// <summary>One dimension of a parameter: segments, one behind the other.</summary>
/// <param name="Role">What the layer does with the entries along it.</param>
/// <param name="Segments">The segments, in order.</param>
public sealed record Dimension(DimensionRole Role, ImmutableArray<Segment> Segments)
{
    /// <summary>A dimension that no group touches.</summary>
    /// <param name="length">The number of entries.</param>
    public static Dimension Fixed(int length) => new(DimensionRole.Fixed, [new Segment(Factor.Constant(length))]);

    /// <summary>Rows that produce channels.</summary>
    public static Dimension Output(params ReadOnlySpan<Segment> segments) => new(DimensionRole.Output, segments.ToImmutableArray());

    /// <summary>Columns that read channels.</summary>
    public static Dimension Input(params ReadOnlySpan<Segment> segments) => new(DimensionRole.Input, segments.ToImmutableArray());

    /// <summary>Entries that belong to channels one by one: biases, scales, running statistics.</summary>
    public static Dimension Channel(params ReadOnlySpan<Segment> segments) => new(DimensionRole.Channel, segments.ToImmutableArray());

    /// <summary>The number of entries of the dense model.</summary>
    public int Length => Segments.Sum(segment => segment.Length);

    /// <summary>Whether some entries belong to the group.</summary>
    public bool Contains(int group) => Segments.Any(segment => segment.Contains(group));

    /// <summary>The entries that stay, ascending: those of which every channel stays.</summary>
    /// <param name="kept">For each group of the graph the channels that stay, ascending.</param>
    public long[] KeptEntries(IReadOnlyList<ImmutableArray<int>> kept)
    {
        var entries = new List<long>();
        long start = 0;
        foreach (Segment segment in Segments)
        {
            foreach (long entry in segment.KeptEntries(kept))
            {
                entries.Add(start + entry);
            }
            start += segment.Length;
        }
        return [.. entries];
    }

    /// <summary>The entries that go, ascending.</summary>
    /// <param name="kept">For each group of the graph the channels that stay, ascending.</param>
    public long[] RemovedEntries(IReadOnlyList<ImmutableArray<int>> kept)
    {
        var staying = KeptEntries(kept).ToHashSet();
        return [.. Enumerable.Range(0, Length).Select(entry => (long)entry).Where(entry => !staying.Contains(entry))];
    }

    /// <summary>How many entries stay.</summary>
    /// <param name="widths">For each group of the graph how many channels stay.</param>
    public long KeptLength(IReadOnlyList<int> widths) => Segments.Sum(segment => segment.KeptLength(widths));

    /// <summary>The channel that each entry belongs to.</summary>
    /// <param name="group">The group's index in the graph.</param>
    /// <param name="none">What stands for an entry that belongs to no channel of the group.</param>
    internal long[] ChannelOfEntries(int group, long none) =>
        [.. Segments.SelectMany(segment => segment.ChannelOfEntries(group, none))];

    /// <summary>Sums, for each channel of a group, the values of the entries that belong to it.</summary>
    /// <param name="values">One value for each entry of the dimension.</param>
    /// <param name="group">The group's index in the graph.</param>
    /// <param name="channels">The number of the group's channels.</param>
    public double[] SumPerChannel(ReadOnlySpan<double> values, int group, int channels)
    {
        var sums = new double[channels];
        int start = 0;
        foreach (Segment segment in Segments)
        {
            segment.AddPerChannel(values.Slice(start, segment.Length), group, sums);
            start += segment.Length;
        }
        return sums;
    }

    /// <summary>One value for each entry: that of the channel it belongs to, and zero where it belongs to another group or none.</summary>
    /// <param name="channels">One value for each channel of the group.</param>
    /// <param name="group">The group's index in the graph.</param>
    internal double[] Spread(double[] channels, int group) =>
        [.. ChannelOfEntries(group, -1).Select(channel => channel < 0 ? 0 : channels[channel])];
}

/// <summary>What a layer does with the entries along a dimension of its parameter.</summary>
public enum DimensionRole
{
    /// <summary>Nothing that pruning could touch.</summary>
    Fixed,

    /// <summary>Each entry produces a channel (dimension 0 of a convolution's weight).</summary>
    Output,

    /// <summary>Each entry reads a channel (dimension 1 of a convolution's weight).</summary>
    Input,

    /// <summary>Each entry scales or shifts a channel, or keeps its statistics (batch norm, biases, PReLU).</summary>
    Channel,
}
