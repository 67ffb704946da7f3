using System;

namespace Pruning;

/// <summary>
/// Keeps all channels that a module produces: on a field or property of a <c>[Prunable]</c> class, or of a module class that it uses,
/// which holds a layer, a block of layers, or a list of them.
/// </summary>
/// <remarks>
/// Channels that are coupled to the kept ones stay, too: with <c>[Keep]</c> on the last convolution of one residual block, the whole
/// residual stream keeps its width. In a class that is used several times, the attribute holds for each use. The outputs of the network
/// are kept without it. Where no channel could be pruned anyway, the compiler says so (PRUNE1005).
/// </remarks>
/// <example>
/// <code>
/// [Keep]
/// private readonly Conv2d stem = Conv2d(3, 16, 3);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeepAttribute : Attribute
{
}
