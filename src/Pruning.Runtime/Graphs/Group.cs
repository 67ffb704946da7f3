namespace Pruning;

/// <summary>
/// Channels that can only be removed together with everything coupled to them. Atom <c>k</c> of a group stands for one channel and its
/// entries in every parameter of the group.
/// </summary>
/// <param name="Name">The path of the first layer that produces the channels, with a range where it produces others too:
/// <c>layer1.0.conv1</c>, <c>layer2.0.conv2[0..8]</c>.</param>
/// <param name="Channels">The number of atoms of the dense model.</param>
public sealed record Group(string Name, int Channels)
{
    /// <summary>The fewest channels that may stay; 1 unless <c>[Width]</c> says otherwise.</summary>
    public int MinimumWidth { get; init; } = 1;

    /// <summary>The most channels that stay where the group is pruned; by default all. <c>[Width]</c> sets it.</summary>
    public int MaximumWidth { get; init; } = Channels;

    /// <summary>Kept widths are multiples of this, unless the group stays whole; by default 1. <c>[Width]</c> sets it.</summary>
    public int RoundTo { get; init; } = 1;

    /// <summary>
    /// Whether so many channels may stay: all of them, or a multiple of <see cref="RoundTo"/> from <see cref="MinimumWidth"/> to
    /// <see cref="MaximumWidth"/>.
    /// </summary>
    public bool Allows(int width) =>
        width == Channels || (width >= MinimumWidth && width <= MaximumWidth && width % RoundTo == 0);

    /// <summary>
    /// Whether the pruned network equals the network with the removed channels masked. It does not where a normalisation computes its
    /// statistics over the channels.
    /// </summary>
    public bool IsExact { get; init; } = true;

    /// <summary>
    /// Whether the channels meet somewhere without weights that read them: those of queries and keys, or those that are summed up.
    /// <see cref="Surgery.MaskConsumers"/> then zeroes what makes them, too, because zero times anything is zero.
    /// </summary>
    public bool MeetsWithoutWeights { get; init; }
}
