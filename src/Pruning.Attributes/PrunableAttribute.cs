using System;

namespace Pruning;

/// <summary>
/// Marks a TorchSharp module class for pruning. At compile time its channel couplings are read from the source, and the class gets
/// <c>Graph</c>, <c>Widths</c>, <c>Pruned</c> and <c>Prune</c>. The class must be <c>partial</c>.
/// </summary>
/// <example>
/// <code>
/// [Prunable("N,3,32,32")]
/// public sealed partial class ResNet20 : Module&lt;Tensor, Tensor&gt; { … }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PrunableAttribute : Attribute
{
    /// <summary>Says what the network is fed with.</summary>
    /// <param name="inputs">
    /// The shape of each tensor that <see cref="Entry"/> takes, in the order of its parameters: sizes separated by commas, each a
    /// whole number or a name for a size that is open, for instance <c>"N,3,32,32"</c>.
    /// </param>
    public PrunableAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>The shape of each input tensor.</summary>
    public string[] Inputs { get; }

    /// <summary>
    /// The arguments of the constructor, for a class whose constructor asks for some. Parameters that are left out take their default
    /// values. Default: none.
    /// </summary>
    public object[] Args { get; set; } = new object[0];

    /// <summary>The method that computes the network's output. Default: <c>forward</c>.</summary>
    public string Entry { get; set; } = "forward";

    /// <summary>
    /// What can be removed of the network's grouped convolutions. Default: whole groups, and positions in each group. Where no
    /// convolution has groups of several channels, the compiler says that the choice has no effect (PRUNE1005).
    /// </summary>
    public GroupedConvolutions Grouped { get; set; } = GroupedConvolutions.GroupsAndPositions;
}
