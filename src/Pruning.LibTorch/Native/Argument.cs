using System.Runtime.CompilerServices;
using TorchSharp;

namespace Pruning.LibTorch.Native;

/// <summary>
/// One argument of an operator. Conversions make it, so that a call reads like the operator's schema; <c>default</c> is "none".
/// It holds on to what it was made from, so that no tensor is finalised while the operator runs.
/// </summary>
internal readonly struct Argument
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly ValueKind Kind;

    private Argument(ValueKind kind, long bits, object? reference)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    internal static Argument None => default;

    private static Argument Of(ValueKind kind, object? reference) => reference is null ? default : new(kind, 0, reference);

    public static implicit operator Argument(torch.Tensor? value) => Of(ValueKind.Tensor, value);

    public static implicit operator Argument(long value) => new(ValueKind.Int, value, null);

    public static implicit operator Argument(long? value) => value is { } known ? known : default(Argument);

    public static implicit operator Argument(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static implicit operator Argument(double? value) => value is { } known ? known : default(Argument);

    public static implicit operator Argument(bool? value) => value is { } known ? known : default(Argument);

    public static implicit operator Argument(bool value) => new(ValueKind.Bool, value ? 1 : 0, null);

    public static implicit operator Argument(Scalar? value) =>
        value is null ? default : new(value.Kind, value.Bits, value.Kind == ValueKind.Complex ? value : null);

    public static implicit operator Argument(string? value) => Of(ValueKind.String, value);

    public static implicit operator Argument(long[]? value) => Of(ValueKind.Ints, value);

    public static implicit operator Argument(ReadOnlySpan<long> value) => Of(ValueKind.Ints, value.ToArray());

    public static implicit operator Argument(double[]? value) => Of(ValueKind.Doubles, value);

    public static implicit operator Argument(bool[]? value) => Of(ValueKind.Bools, value);

    public static implicit operator Argument(torch.Tensor?[]? value) => Of(ValueKind.Tensors, value);

    public static implicit operator Argument(torch.ScalarType value) => (long)value;

    public static implicit operator Argument(torch.ScalarType? value) => (long?)value;

    public static implicit operator Argument(torch.Device? value) =>
        value is null ? default : new(ValueKind.Device, ((long)value.index << 32) | (uint)value.type, null);

    public static implicit operator Argument(torch.Generator? value) => Of(ValueKind.Generator, value);

    /// <summary>The list's elements take this many 8-byte slots behind the arguments.</summary>
    internal int Slots => Kind switch
    {
        ValueKind.Ints => Unsafe.As<long[]>(Reference!).Length,
        ValueKind.Doubles => Unsafe.As<double[]>(Reference!).Length,
        ValueKind.Bools => Unsafe.As<bool[]>(Reference!).Length,
        ValueKind.Tensors => Unsafe.As<torch.Tensor?[]>(Reference!).Length,
        ValueKind.Complex => 2,
        ValueKind.String => Unsafe.As<string>(Reference!).Length,
        _ => 0,
    };
}
