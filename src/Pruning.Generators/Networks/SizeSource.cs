namespace Pruning.Generators.Networks;

/// <summary>
/// How the program computes a whole number from the sizes of tensors. The number itself holds for the declared inputs; this holds for all
/// that the network can be given.
/// </summary>
public abstract record SizeSource
{
    /// <summary>The sizes of tensors that it is computed from.</summary>
    public abstract IEnumerable<DimensionSource> Dimensions { get; }

    /// <summary>How many numbers and sizes it is made of.</summary>
    public abstract int Length { get; }
}

/// <summary>A size of a tensor: <c>x.shape[2]</c>.</summary>
/// <param name="Value">The tensor's number.</param>
/// <param name="Dimension">The dimension, counted from the start.</param>
public sealed record DimensionSource(int Value, int Dimension) : SizeSource
{
    /// <inheritdoc />
    public override IEnumerable<DimensionSource> Dimensions => [this];

    /// <inheritdoc />
    public override int Length => 1;
}

/// <summary>A number that the source keeps as an <c>int</c>, where sizes of tensors are <c>long</c>.</summary>
public sealed record IntSource(SizeSource Number) : SizeSource
{
    /// <inheritdoc />
    public override IEnumerable<DimensionSource> Dimensions => Number.Dimensions;

    /// <inheritdoc />
    public override int Length => Number.Length;
}

/// <summary>A number that is no tensor's size.</summary>
public sealed record NumberSource(long Number) : SizeSource
{
    /// <inheritdoc />
    public override IEnumerable<DimensionSource> Dimensions => [];

    /// <inheritdoc />
    public override int Length => 1;
}

/// <summary>C#'s arithmetic on two of them.</summary>
/// <param name="Sign">One of + - * / %.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
public sealed record ArithmeticSource(char Sign, SizeSource Left, SizeSource Right) : SizeSource
{
    /// <inheritdoc />
    public override IEnumerable<DimensionSource> Dimensions => Left.Dimensions.Concat(Right.Dimensions);

    /// <inheritdoc />
    public override int Length { get; } = Left.Length + Right.Length;
}
