namespace Pruning;

/// <summary>
/// What can be removed of a grouped convolution, whose channels are so many groups times so many positions in each of them. A convolution
/// whose groups read one channel each (a depthwise one) has no positions: its groups are its channels, and the choice does not concern it.
/// </summary>
public enum GroupedConvolutions
{
    /// <summary>Whole groups, and positions: the same ones in every group.</summary>
    GroupsAndPositions,

    /// <summary>Whole groups only; each keeps its size.</summary>
    Groups,

    /// <summary>Positions only, the same ones in every group; the number of groups stays.</summary>
    Positions,
}
