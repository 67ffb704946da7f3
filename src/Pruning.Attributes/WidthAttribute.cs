using System;

namespace Pruning;

/// <summary>
/// Limits how far the channels that a module produces can be pruned: on a field or property of a <c>[Prunable]</c> class, or of a module
/// class that it uses, which holds a layer, a block of layers, or a list of them.
/// </summary>
/// <remarks>
/// The limit holds for each group of coupled channels that a layer in the module produces, and so for all layers that share the group:
/// in plans, in plan files and in <c>Widths</c>. In a class that is used several times, the attribute holds for each use. To keep
/// everything, write <see cref="KeepAttribute">[Keep]</see>.
/// </remarks>
/// <example>
/// <code>
/// [Width(Minimum = 8)]
/// private readonly Conv2d stem = Conv2d(3, 16, 3);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class WidthAttribute : Attribute
{
    /// <summary>
    /// The fewest channels of each group that stay; of a group that has fewer, all. From 1 to the number of channels that the widest
    /// layer of the module produces, otherwise the compiler reports PRUNE1006. Default: 1, what every group keeps anyway.
    /// </summary>
    public int Minimum { get; set; } = 1;
}
