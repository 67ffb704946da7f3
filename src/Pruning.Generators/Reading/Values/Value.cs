using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading.Values;

/// <summary>What an expression gives when it is read instead of run.</summary>
internal abstract class Value;

/// <summary>Null, a truth value, a character, a string or a number, kept as the C# object that the program would have.</summary>
internal sealed class Constant : Value
{
    private Constant(object? content, SizeSource? source = null) => (Content, Source) = (content, source);

    public static Constant Null { get; } = new(null);

    public static Constant True { get; } = new(true);

    public static Constant False { get; } = new(false);

    public object? Content { get; }

    /// <summary>How a number was computed from the sizes of tensors; null where it was not.</summary>
    public SizeSource? Source { get; }

    public static Constant Of(object number, SizeSource? source) => new(number, source);

    public static Constant Of(object? content) => content switch
    {
        null => Null,
        true => True,
        false => False,
        _ => new(content),
    };
}

/// <summary>A member of an enum.</summary>
internal sealed class EnumConstant(INamedTypeSymbol type, object number) : Value
{
    public INamedTypeSymbol Type { get; } = type;

    public object Number { get; } = number;
}

/// <summary>A whole number that depends on open sizes such as the batch size.</summary>
internal sealed class SymbolicNumber(Size size, SizeSource? source = null) : Value
{
    public Size Size { get; } = size;

    /// <summary>How it was computed from the sizes of tensors; null where it was not.</summary>
    public SizeSource? Source { get; } = source;

    /// <summary>The size as a number of the given type: a constant where it depends on nothing open.</summary>
    public static Value Of(Size size, SpecialType type, SizeSource? source = null) =>
        size.Constant is { } number ? Constant.Of(Numbers.Convert(number, type), source) : new SymbolicNumber(size, source);
}

/// <summary>
/// A truth value that only the running program knows, as C# code over the members of the module that is being read and over tensors, for
/// which <c>{0}</c>, <c>{1}</c>, … stand.
/// </summary>
internal sealed class RuntimeCondition(string code, ImmutableArray<Operand> reads) : Value
{
    private RuntimeCondition? _opposite;
    private (string Sign, RuntimeCondition Left, RuntimeCondition Right)? _parts;

    public RuntimeCondition(string code)
        : this(code, [])
    {
    }

    public string Code { get; } = code;

    /// <summary>The tensors that it reads.</summary>
    public ImmutableArray<Operand> Reads { get; } = reads;

    public RuntimeCondition Negated() =>
        _opposite ?? new(Code.StartsWith("!", StringComparison.Ordinal) ? Code.Substring(1) : "!" + Code, Reads) { _opposite = this };

    /// <summary>Whether it holds where another one does or does not hold; null where that says nothing about it.</summary>
    public bool? HoldsIf(RuntimeCondition other, bool truth) =>
        Code == other.Code && Reads.SequenceEqual(other.Reads) ? truth
        : other._opposite is { } opposite && HoldsIf(opposite, !truth) is { } known ? known
        : _opposite is { } own && own.Code == other.Code && own.Reads.SequenceEqual(other.Reads) ? !truth
        : other._parts is { } parts && truth == (parts.Sign == "&&") && parts.Sign is "&&" or "||"
            ? HoldsIf(parts.Left, truth) ?? HoldsIf(parts.Right, truth)
        : null;

    /// <summary>Two conditions with an operator between them.</summary>
    public RuntimeCondition Joined(string sign, RuntimeCondition other)
    {
        string code = other.Code;
        for (int place = other.Reads.Length - 1; place >= 0; place--)
        {
            code = code.Replace(Place(place), Place(place + Reads.Length));
        }

        return new($"({Code} {sign} {code})", Reads.AddRange(other.Reads)) { _parts = (sign, this, other) };
    }

    private static string Place(int place) => FormattableString.Invariant($"{{{place}}}");
}

/// <summary>A constant of TorchSharp, such as an element type or a device, as C# code with full names.</summary>
internal sealed class CodeConstant(string code, ITypeSymbol type) : Value
{
    public string Code { get; } = code;

    public ITypeSymbol Type { get; } = type;
}

/// <summary>A value that was not understood, with the place where it was lost; it does no harm until something depends on it.</summary>
internal class UnknownValue(Diagnostics.Problem cause) : Value
{
    public Diagnostics.Problem Cause { get; } = cause;
}

/// <summary>
/// One of two values, as a condition of the run decides: a mask or null. What is done with it is done to both, in a branch; where that
/// cannot be, it is as good as unknown.
/// </summary>
internal sealed class ChoiceValue(Diagnostics.Problem cause, RuntimeCondition condition, Value then, Value otherwise, ModuleValue? owner)
    : UnknownValue(cause)
{
    public RuntimeCondition Condition { get; } = condition;

    public Value Then { get; } = then;

    public Value Otherwise { get; } = otherwise;

    /// <summary>The module whose code the condition is, so that only it can branch on it.</summary>
    public ModuleValue? Owner { get; } = owner;
}

/// <summary>A type as a value: <c>typeof(T)</c>.</summary>
internal sealed class TypeValue(ITypeSymbol type) : Value
{
    public ITypeSymbol Type { get; } = type;
}

/// <summary><c>^1</c> or a plain position.</summary>
internal sealed class IndexValue(Value position, bool fromEnd) : Value
{
    public Value Position { get; } = position;

    public bool FromEnd { get; } = fromEnd;
}

/// <summary><c>1..^1</c>; an open side is null.</summary>
internal sealed class RangeValue(IndexValue? start, IndexValue? end) : Value
{
    public IndexValue? Start { get; } = start;

    public IndexValue? End { get; } = end;
}
