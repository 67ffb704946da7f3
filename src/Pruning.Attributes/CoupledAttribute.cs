using System;

namespace Pruning;

/// <summary>Says that channels belong together where the code does not show it.</summary>
/// <remarks>
/// <para>
/// On a field or property that holds a layer: the channels that it produces are coupled one by one, in order, with those that other layers
/// produce, so that a plan keeps the same ones of both. They must be equally many (PRUNE1007).
/// </para>
/// <para>
/// On an <see cref="OpaqueAttribute">[Opaque]</see> method: the sizes of these names are coupled where they flow in and out, so that the
/// channels pass through one by one and can be pruned. Say it only of a method that treats every channel by itself.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Coupled(nameof(right))]
/// private readonly Conv2d left = Conv2d(3, 16, 3);
/// private readonly Conv2d right = Conv2d(3, 16, 3);
///
/// [Opaque("N,C,H,W", Output = "N,C,H,W"), Coupled("C")]
/// internal static Tensor Blur(Tensor x) { … }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class CoupledAttribute : Attribute
{
    /// <summary>Names what is coupled.</summary>
    /// <param name="with">
    /// On a field or property: other members of the class that hold layers, or paths from the class to layers, as in <c>"blocks.0.conv2"</c>.
    /// On an opaque method: names of its sizes.
    /// </param>
    public CoupledAttribute(params string[] with) => With = with;

    /// <summary>The members, paths or sizes.</summary>
    public string[] With { get; }
}
