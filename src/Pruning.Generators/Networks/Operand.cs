namespace Pruning.Generators.Networks;

/// <summary>What is passed to an operator or to a layer's constructor.</summary>
public abstract record Operand
{
    /// <summary>The operand and all those inside it.</summary>
    public IEnumerable<Operand> Flatten()
    {
        yield return this;
        foreach (Operand inner in Inner())
        {
            foreach (Operand part in inner.Flatten())
            {
                yield return part;
            }
        }
    }

    /// <summary>The tensors that it reads, be it only their sizes.</summary>
    public IEnumerable<int> Tensors() => Flatten().SelectMany(part => part switch
    {
        TensorOperand tensor => [tensor.Value],
        SizeOperand { Source: { } source } => source.Dimensions.Select(dimension => dimension.Value),
        _ => Enumerable.Empty<int>(),
    });

    /// <summary>The operands that this one consists of.</summary>
    protected virtual IEnumerable<Operand> Inner() => [];
}

/// <summary>A tensor, by the number of the value.</summary>
public sealed record TensorOperand(int Value) : Operand;

/// <summary>A parameter or buffer that a module owns, read by name: <c>conv.weight</c>.</summary>
public sealed record StateOperand(int Module, string Name) : Operand;

/// <summary>A whole number, which may depend on symbols.</summary>
public sealed record SizeOperand(Size Value) : Operand
{
    /// <summary>How the source computes it from the sizes of tensors; null where it does not.</summary>
    public SizeSource? Source { get; init; }
}

/// <summary>Any other constant as C# code with full names: <c>true</c>, <c>0.5</c>, <c>null</c>, <c>"zeros"</c>, an enum member.</summary>
public sealed record LiteralOperand(string Code) : Operand;

/// <summary>What a tensor says of itself at run time, whatever stands in it: its element type or its device.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Property">The property of <c>Tensor</c>: <c>dtype</c>, <c>device</c>, or in conditions <c>device.type</c> and the like.</param>
public sealed record PropertyOperand(Operand Tensor, string Property) : Operand
{
    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => [Tensor];
}

/// <summary>Several operands in one argument.</summary>
public sealed record ListOperand(ListKind Kind, EquatableArray<Operand> Items) : Operand
{
    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => Items;
}

/// <summary>An object that holds operands: a dictionary, a record, or an object of another class, as code that makes it again.</summary>
/// <param name="Type">Its type, with <c>global::</c>.</param>
/// <param name="Arguments">What its constructor is given, each under the name of the property that has it afterwards.</param>
/// <param name="Members">What is set then, each under how it is reached: the name of a property or field, or <c>["key"]</c>.</param>
public sealed record ObjectOperand(string Type, EquatableArray<Argument> Arguments, EquatableArray<Argument> Members) : Operand
{
    /// <summary>Everything that it holds.</summary>
    public IEnumerable<Argument> Content => Arguments.Concat(Members);

    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => Content.Select(member => member.Value);
}

/// <summary>How the source wrote a <see cref="ListOperand"/>.</summary>
public enum ListKind
{
    /// <summary>An expanded <c>params</c> argument.</summary>
    Params,

    /// <summary>An array, list, span or other collection.</summary>
    Collection,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>An array of several dimensions: its items are rows, of the same kind or, innermost, collections.</summary>
    Rows,
}

/// <summary>One entry between the brackets of <c>x[…]</c>.</summary>
public abstract record IndexOperand : Operand;

/// <summary>A single position, which removes the dimension.</summary>
public sealed record PositionIndex(Operand Position) : IndexOperand
{
    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => [Position];
}

/// <summary>A range of positions; a null bound is open, a null step is one.</summary>
public sealed record SliceIndex(Operand? Start, Operand? Stop, Operand? Step) : IndexOperand
{
    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => new[] { Start, Stop, Step }.OfType<Operand>();
}

/// <summary>All dimensions that no other entry names.</summary>
public sealed record EllipsisIndex : IndexOperand;

/// <summary>A new dimension of size one.</summary>
public sealed record NewAxisIndex : IndexOperand;

/// <summary>Selection by a tensor of positions or truth values.</summary>
public sealed record TensorIndexOperand(Operand Tensor) : IndexOperand
{
    /// <inheritdoc/>
    protected override IEnumerable<Operand> Inner() => [Tensor];
}

/// <summary>An operand under the name of the parameter that it is passed to; the receiver of a method is named <c>this</c>.</summary>
public sealed record Argument(string Name, Operand Value)
{
    /// <summary>Whether parameters before it are left to their defaults, so that it can only be passed by name.</summary>
    public bool FollowsGap { get; init; }
}
