using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>A layer's own dimensions: what it reads, what it produces, and how its parameters are made of them.</summary>
internal sealed class Layer(int number, LayerNode node)
{
    /// <summary>The module's number.</summary>
    public int Number { get; } = number;

    /// <summary>The layer's place and factory.</summary>
    public LayerNode Node { get; } = node;

    /// <summary>The constructor's arguments.</summary>
    public ArgumentList Arguments { get; } = new(node.Arguments);

    /// <summary>What it reads along its channels.</summary>
    public Dim Input { get; set; } = Dim.Constant(0);

    /// <summary>What it produces.</summary>
    public Dim Output { get; set; } = Dim.Constant(0);

    /// <summary>The groups of a grouped convolution.</summary>
    public Grouping? Grouping { get; set; }

    /// <summary>Parameters and buffers that pruning can touch.</summary>
    public List<State> States { get; } = [];

    /// <summary>Constructor arguments that are sizes.</summary>
    public List<Rewrite> Rewrites { get; } = [];
}

/// <summary>A parameter or buffer.</summary>
internal sealed record State(string Name, bool IsTrainable, ImmutableArray<StateDim> Dims)
{
    /// <summary>A trainable parameter.</summary>
    public static State Parameter(string name, params StateDim[] dims) => new(name, true, [.. dims]);

    /// <summary>A buffer.</summary>
    public static State Buffer(string name, params StateDim[] dims) => new(name, false, [.. dims]);
}

/// <summary>A dimension of a parameter and what the layer does with the entries along it.</summary>
internal readonly record struct StateDim(StateRole Role, Dim Dim)
{
    /// <summary>Rows that produce channels.</summary>
    public static StateDim Output(Dim dim) => new(StateRole.Output, dim);

    /// <summary>Columns that read channels.</summary>
    public static StateDim Input(Dim dim) => new(StateRole.Input, dim);

    /// <summary>Entries that belong to channels one by one.</summary>
    public static StateDim Channel(Dim dim) => new(StateRole.Channel, dim);

    /// <summary>Entries that no group touches.</summary>
    public static StateDim Fixed(Size length) => new(StateRole.Fixed, Dim.Constant(length));
}

/// <summary>What a layer does with the entries along a dimension; the run time's <c>DimensionRole</c>.</summary>
internal enum StateRole
{
    /// <summary>Nothing that pruning could touch.</summary>
    Fixed,

    /// <summary>Each entry produces a channel.</summary>
    Output,

    /// <summary>Each entry reads a channel.</summary>
    Input,

    /// <summary>Each entry scales or shifts a channel, or keeps its statistics.</summary>
    Channel,
}

/// <summary>An argument that is the size of a dimension.</summary>
/// <param name="Argument">The parameter's name.</param>
/// <param name="Path">Where in the argument: items of lists; of a slice 0 the start, 1 the stop; empty for the argument itself.</param>
/// <param name="Dim">The dimension.</param>
/// <param name="IsNegated">Whether the argument is the size's negative, as in a slice from the end.</param>
internal sealed record Rewrite(string Argument, ImmutableArray<int> Path, Dim Dim, bool IsNegated);
