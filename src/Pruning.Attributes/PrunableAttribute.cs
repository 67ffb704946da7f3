using System;

namespace Pruning;

/// <summary>
/// Marks a TorchSharp module class for pruning. At compile time its channel couplings are read from the source, and the class gets
/// <c>Graph</c>, <c>Widths</c>, <c>Pruned</c> and <c>Prune</c>. The class must be <c>partial</c>.
/// </summary>
/// <remarks>
/// <see cref="Inputs"/>, <see cref="Entry"/>, <see cref="Grouped"/>, <see cref="MinimumWidth"/> and <see cref="RoundTo"/> have defaults for a
/// whole project: the MSBuild properties <c>PruningInputs</c> (several shapes are separated by <c>|</c>), <c>PruningEntry</c>,
/// <c>PruningGrouped</c>, <c>PruningMinimumWidth</c> and <c>PruningRoundTo</c>. What the attribute says itself counts more.
/// </remarks>
/// <example>
/// <code>
/// [Prunable("N,3,32,32")]
/// public sealed partial class ResNet20 : Module&lt;Tensor, Tensor&gt; { … }
///
/// [Prunable("N,T:int64", Name = "Small", Args = new object[] { 4 })]
/// [Prunable("N,T:int64", Name = "Large", Args = new object[] { 12 })]
/// public sealed partial class Decoder : Module&lt;Tensor, Tensor&gt; { … }      // Decoder.Small.Graph, Decoder.Large.Graph, …
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class PrunableAttribute : Attribute
{
    /// <summary>Says what the network is fed with.</summary>
    /// <param name="inputs">
    /// The shape of each tensor that <see cref="Entry"/> takes, in the order of its parameters: sizes separated by commas, each a
    /// whole number or a name for a size that is open, for instance <c>"N,3,32,32"</c>. Behind a colon may stand the element type, as
    /// PyTorch calls it: <c>"N,T:int64"</c> for the indices that an embedding reads. Without it, it is not known. A number among the
    /// parameters, for which no default stands, is declared like a tensor of one entry: <c>"1:int64"</c>.
    /// </param>
    public PrunableAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>The shape of each input tensor.</summary>
    public string[] Inputs { get; }

    /// <summary>
    /// The arguments of the constructor (or of <see cref="Factory"/>), for a class whose constructor asks for some. Parameters that are
    /// left out take their default values. Default: none.
    /// </summary>
    public object[] Args { get; set; } = new object[0];

    /// <summary>
    /// A static method of the class that makes the network, for arguments that an attribute cannot hold:
    /// <c>Factory = nameof(CreateSmall)</c>. Default: the constructor is called.
    /// </summary>
    public string? Factory { get; set; }

    /// <summary>The method that computes the network's output. Default: <c>forward</c>.</summary>
    public string Entry { get; set; } = "forward";

    /// <summary>
    /// What can be removed of the network's grouped convolutions. Default: whole groups, and positions in each group. Where no
    /// convolution has groups of several channels, the compiler says that the choice has no effect (PRUNE1005).
    /// </summary>
    public GroupedConvolutions Grouped { get; set; } = GroupedConvolutions.GroupsAndPositions;

    /// <summary>
    /// The name of this variant of the network, where a class bears the attribute several times: its <c>Graph</c>, <c>Widths</c>,
    /// <c>Pruned</c> and <c>Prune</c> are then members of a nested class of that name. A C# identifier; each variant has its own. Default:
    /// none, and the members are those of the class itself.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The fewest channels of every group that stay; of a group that has fewer, all. Default: 1.</summary>
    public int MinimumWidth { get; set; } = 1;

    /// <summary>
    /// Widths of pruned groups are multiples of this; groups that have fewer channels stay whole. Hardware likes multiples of 8.
    /// Default: 1.
    /// </summary>
    public int RoundTo { get; set; } = 1;
}
