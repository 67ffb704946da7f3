using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>
/// Follows whole numbers back to the sizes of tensors, through arithmetic and conversions, so that a pruned network can be given other
/// sizes than the declared ones. What is computed in another way stays the number that it is for the declared sizes.
/// </summary>
internal static class SizeTracing
{
    // A loop that counts a size up would otherwise make an endless formula.
    private const int Longest = 12;

    /// <summary>How a value was computed from the sizes of tensors; null where it was not.</summary>
    public static SizeSource? SourceOf(Value value) => value switch
    {
        Constant constant => constant.Source,
        SymbolicNumber number => number.Source,
        _ => null,
    };

    /// <summary>The same as an argument, whose type has to be that of the parameter.</summary>
    public static SizeSource? ArgumentOf(Value value) => SourceOf(value) is { } source && value is Constant { Content: int }
        ? new IntSource(source)
        : SourceOf(value);

    /// <summary>The result of an operator, with what its operands were computed from.</summary>
    public static Value Trace(Value result, BinaryOperatorKind kind, Value left, Value right)
    {
        if ((SourceOf(left) ?? SourceOf(right)) is null || Sign(kind) is not { } sign
            || Operand(left) is not { } a || Operand(right) is not { } b || a.Length + b.Length > Longest)
        {
            return result;
        }

        var source = new ArithmeticSource(sign, a, b);
        return result switch
        {
            Constant { Content: { } number } when Numbers.IsInteger(number) => Constant.Of(number, source),
            SymbolicNumber number => new SymbolicNumber(number.Size, source),
            _ => result,
        };
    }

    /// <summary>A value that came out of a conversion.</summary>
    public static Value Trace(Value converted, Value original) =>
        converted is Constant { Content: { } number } && Numbers.IsInteger(number) && SourceOf(original) is { } source
            ? Constant.Of(number, source)
            : converted;

    /// <summary>A value that is the same number on both sides of a branch: where it comes from counts only if that is the same, too.</summary>
    public static Value Join(Value a, Value b) => SourceOf(a) is { } source && !source.Equals(SourceOf(b))
        ? a switch
        {
            Constant constant => Constant.Of(constant.Content),
            SymbolicNumber number => new SymbolicNumber(number.Size),
            _ => a,
        }
        : a;

    private static SizeSource? Operand(Value value) => SourceOf(value)
        ?? (value is Constant { Content: { } number } && Numbers.IsInteger(number) ? new NumberSource(Numbers.ToInt64(number)) : null);

    private static char? Sign(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => '+',
        BinaryOperatorKind.Subtract => '-',
        BinaryOperatorKind.Multiply => '*',
        BinaryOperatorKind.Divide => '/',
        BinaryOperatorKind.Remainder => '%',
        _ => null,
    };
}
