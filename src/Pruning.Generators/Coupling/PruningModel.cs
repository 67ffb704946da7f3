using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>
/// A network with its couplings solved: all that Emitting prints. Kept by the incremental pipeline, so immutable, equal by value and free
/// of anything of Roslyn.
/// </summary>
public sealed record PruningModel
{
    /// <summary>
    /// The network, in which every size that depends on a group stands as a <see cref="WidthOperand"/>: layer arguments, view sizes, pad
    /// amounts, slice bounds, split sizes. What depends on no group is as the source has it.
    /// </summary>
    public required NetworkModel Network { get; init; }

    /// <summary>The groups, in the order in which the network first produces them.</summary>
    public required EquatableArray<GroupModel> Groups { get; init; }

    /// <summary>Channels that layers produce and that nevertheless stay, with the reason.</summary>
    public required EquatableArray<KeptModel> Kept { get; init; }

    /// <summary>The layout of each parameter and buffer that some group touches, in the order of the state dict.</summary>
    public required EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>What each layer costs, in the order in which layers run; layers without cost are left out.</summary>
    public required EquatableArray<LayerCost> Costs { get; init; }

    /// <summary>
    /// Layers that the costs leave out: those that the table of layers does not know, and those whose multiply-accumulates depend on sizes
    /// that the model does not declare as numbers.
    /// </summary>
    public required EquatableArray<string> Uncounted { get; init; }

    /// <summary>The dense model's shape of each value, by the value's number; empty where it is not known.</summary>
    public required EquatableArray<EquatableArray<Size>> Shapes { get; init; }
}

/// <summary>A group of coupled channels.</summary>
/// <param name="Name">Path of the first layer that produces it, with a range where that produces other groups too.</param>
/// <param name="Property">The name of its property in <c>Widths</c>.</param>
/// <param name="Channels">The channels of the dense model.</param>
/// <param name="ApproximateReason">Why pruning it changes more than masking would; null for exact groups.</param>
public sealed record GroupModel(string Name, string Property, int Channels, string? ApproximateReason)
{
    /// <summary>How many channels may stay; no limit is above <see cref="Channels"/>.</summary>
    public WidthLimits Limits { get; init; } = WidthLimits.None.Of(Channels);

    /// <summary>Whether the channels also meet where no weights read them, so that masking has to zero what makes them.</summary>
    public bool MeetsWithoutWeights { get; init; }
}

/// <summary>Channels that cannot be pruned.</summary>
/// <param name="Name">Where they are produced, as in <see cref="GroupModel.Name"/>.</param>
/// <param name="Channels">How many there are.</param>
/// <param name="Reason">Why they stay.</param>
public sealed record KeptModel(string Name, int Channels, string Reason);

/// <summary>How a parameter or buffer is made of groups; trailing dimensions that no group touches are left out.</summary>
public sealed record ParameterModel(string Name, EquatableArray<DimensionModel> Dimensions);

/// <summary>One dimension of a parameter: segments, one behind the other.</summary>
public sealed record DimensionModel(DimensionRole Role, EquatableArray<SegmentModel> Segments);

/// <summary>A product of factors, the last varying fastest.</summary>
public sealed record SegmentModel(EquatableArray<FactorModel> Factors);

/// <summary>All channels of a group, or a constant.</summary>
public sealed record FactorModel(int? Group, int Length);

/// <summary>What a layer does with the entries along a dimension of its parameter.</summary>
public enum DimensionRole
{
    /// <summary>Nothing that pruning could touch.</summary>
    Fixed,

    /// <summary>Each entry produces a channel.</summary>
    Output,

    /// <summary>Each entry reads a channel.</summary>
    Input,

    /// <summary>Each entry belongs to a channel that it neither makes nor reads: biases, scales, statistics.</summary>
    Channel,
}

/// <summary>A size that depends on widths: a sum of terms.</summary>
public sealed record WidthExpression(EquatableArray<WidthTerm> Terms);

/// <summary>A coefficient times widths of groups (by number) times symbols such as the batch size.</summary>
public sealed record WidthTerm(long Coefficient, EquatableArray<int> Groups, EquatableArray<SizeAtom> Atoms);

/// <summary>An argument that depends on widths.</summary>
public sealed record WidthOperand(WidthExpression Width) : Operand;

/// <summary>
/// A tensor times the square root of the width that is left of a dense one: the operator that it is given to divides by the root of its
/// width, and the dense model's scale has to stay.
/// </summary>
public sealed record RescaledOperand(Operand Tensor, WidthOperand Width, long Dense) : Operand
{
    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => [Tensor, Width];
}

/// <summary>What one layer (or matrix product) costs for one sample.</summary>
/// <param name="Layer">Its path.</param>
/// <param name="Parameters">Trainable parameters, as a sum of products.</param>
/// <param name="Macs">Multiply-accumulates, as a sum of products.</param>
/// <param name="Activations">Elements of what it puts out, if it is a convolution, linear or recurrent, as a sum of products.</param>
public sealed record LayerCost(
    string Layer, EquatableArray<CostProduct> Parameters, EquatableArray<CostProduct> Macs, EquatableArray<CostProduct> Activations);

/// <summary>A constant times sizes that depend on widths.</summary>
public sealed record CostProduct(long Coefficient, EquatableArray<WidthExpression> Factors);
