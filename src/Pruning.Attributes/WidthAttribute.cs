using System;

namespace Pruning;

/// <summary>
/// Limits how far the channels that a module produces can be pruned: on a field or property of a <c>[Prunable]</c> class, or of a module
/// class that it uses, which holds a layer, a block of layers, or a list of them.
/// </summary>
/// <remarks>
/// The limits hold for each group of coupled channels that a layer in the module produces, and so for all layers that share the group:
/// in plans, in plan files and in <c>Widths</c>. A group may always stay whole, except that plans made from scores respect
/// <see cref="Maximum"/>. In a class that is used several times, the attribute holds for each use; limits of several attributes on one
/// group hold together. To keep everything, write <see cref="KeepAttribute">[Keep]</see>. Impossible limits are reported (PRUNE1006).
/// </remarks>
/// <example>
/// <code>
/// [Width(Minimum = 8, RoundTo = 8)]
/// private readonly Conv2d stem = Conv2d(3, 64, 3);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class WidthAttribute : Attribute
{
    /// <summary>
    /// The fewest channels of each group that stay; of a group that has fewer, all. From 1 to the number of channels that the widest
    /// layer of the module produces. Default: 1, what every group keeps anyway.
    /// </summary>
    public int Minimum { get; set; } = 1;

    /// <summary>
    /// The most channels of each group that stay, whatever the budget would allow. Not below <see cref="Minimum"/>. Default: no limit.
    /// </summary>
    public int Maximum { get; set; } = int.MaxValue;

    /// <summary>
    /// Widths of pruned groups are multiples of this; groups that have fewer channels stay whole. Default: 1.
    /// </summary>
    public int RoundTo { get; set; } = 1;
}
