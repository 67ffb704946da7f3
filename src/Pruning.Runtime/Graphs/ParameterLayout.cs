using System.Collections.Immutable;

namespace Pruning;

/// <summary>How one parameter or buffer is made of the groups' channels.</summary>
/// <param name="Name">Its key in the state dict, for instance <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Dimensions">Its leading dimensions; those behind them do not depend on any group.</param>
public sealed record ParameterLayout(string Name, ImmutableArray<Dimension> Dimensions)
{
    /// <summary>A layout of the given leading dimensions.</summary>
    public ParameterLayout(string name, params ReadOnlySpan<Dimension> dimensions)
        : this(name, dimensions.ToImmutableArray())
    {
    }
}

/// <summary>One dimension of a parameter: segments, one behind the other.</summary>
/// <param name="Role">What the layer does with the entries along it.</param>
/// <param name="Segments">The segments, in order.</param>
public sealed record Dimension(DimensionRole Role, ImmutableArray<Segment> Segments)
{
    /// <summary>A dimension that no group touches.</summary>
    /// <param name="length">The number of entries.</param>
    public static Dimension Fixed(int length) => new(DimensionRole.Fixed, [new Segment(Factor.Constant(length))]);

    /// <summary>Rows that produce channels.</summary>
    public static Dimension Output(params ReadOnlySpan<Segment> segments) => new(DimensionRole.Output, segments.ToImmutableArray());

    /// <summary>Columns that read channels.</summary>
    public static Dimension Input(params ReadOnlySpan<Segment> segments) => new(DimensionRole.Input, segments.ToImmutableArray());

    /// <summary>Entries that belong to channels one by one: biases, scales, running statistics.</summary>
    public static Dimension Channel(params ReadOnlySpan<Segment> segments) => new(DimensionRole.Channel, segments.ToImmutableArray());
}

/// <summary>What a layer does with the entries along a dimension of its parameter.</summary>
public enum DimensionRole
{
    /// <summary>Nothing that pruning could touch.</summary>
    Fixed,

    /// <summary>Each entry produces a channel (dimension 0 of a convolution's weight).</summary>
    Output,

    /// <summary>Each entry reads a channel (dimension 1 of a convolution's weight).</summary>
    Input,

    /// <summary>Each entry scales or shifts a channel, or keeps its statistics (batch norm, biases, PReLU).</summary>
    Channel,
}

/// <summary>
/// A run of entries that is a product of factors, the last one varying fastest: the features that a flattened 16×8×8 map gives a linear
/// layer are one segment with the factors (group of 16, constant 64).
/// </summary>
/// <param name="Factors">The factors, slowest first.</param>
public sealed record Segment(ImmutableArray<Factor> Factors)
{
    /// <summary>The product of the given factors.</summary>
    public Segment(params ReadOnlySpan<Factor> factors)
        : this(factors.ToImmutableArray())
    {
    }

    /// <summary>The number of entries of the dense model.</summary>
    public int Length => Factors.Aggregate(1, (length, factor) => length * factor.Length);
}

/// <summary>All channels of one group, or a constant that is never pruned.</summary>
/// <param name="Group">The group's index in <see cref="Graph.Groups"/>; null for a constant.</param>
/// <param name="Length">The number of channels of the dense model, or the constant.</param>
public readonly record struct Factor(int? Group, int Length)
{
    /// <summary>A factor that is never pruned.</summary>
    public static Factor Constant(int length) => new(null, length);

    /// <summary>The channels of a group.</summary>
    public static Factor Of(int group, int length) => new(group, length);
}
