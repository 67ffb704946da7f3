namespace Pruning.Generators.Networks;

/// <summary>How many channels of a group may stay where it is pruned; all of them may stay in any case.</summary>
/// <param name="Minimum">The fewest.</param>
/// <param name="Maximum">The most.</param>
/// <param name="RoundTo">Widths are multiples of it.</param>
public sealed record WidthLimits(int Minimum, int Maximum, int RoundTo)
{
    /// <summary>Any number of channels.</summary>
    public static WidthLimits None { get; } = new(1, int.MaxValue, 1);

    /// <summary>Both limits at once.</summary>
    public WidthLimits And(WidthLimits other) => new(
        Math.Max(Minimum, other.Minimum), Math.Min(Maximum, other.Maximum), LeastCommonMultiple(RoundTo, other.RoundTo));

    /// <summary>The limits of a group that has so many channels: what lies above is cut off.</summary>
    public WidthLimits Of(int channels) => new(Math.Min(Minimum, channels), Math.Min(Maximum, channels), RoundTo);

    /// <summary>Whether so many of a group's channels may stay.</summary>
    public bool Allows(int width, int channels) =>
        width == channels || (width >= Minimum && width <= Maximum && width % RoundTo == 0);

    /// <summary>Whether a group of so many channels can be pruned as the limits ask.</summary>
    public bool CanBeMet(int channels) =>
        Maximum >= channels || (Maximum / RoundTo * RoundTo is var widest && widest >= Math.Max(1, Minimum));

    /// <summary>The limits as the run time's group takes them: what differs from the default.</summary>
    public IEnumerable<(string Property, int Value)> Set(int channels)
    {
        if (Minimum > 1)
        {
            yield return ("MinimumWidth", Minimum);
        }

        if (Maximum < channels)
        {
            yield return ("MaximumWidth", Maximum);
        }

        if (RoundTo > 1)
        {
            yield return ("RoundTo", RoundTo);
        }
    }

    private static int LeastCommonMultiple(int a, int b)
    {
        (int larger, int smaller) = (a, b);
        while (smaller > 0)
        {
            (larger, smaller) = (smaller, larger % smaller);
        }

        return (int)Math.Min(int.MaxValue, (long)a / larger * b);
    }
}
