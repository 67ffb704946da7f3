using System.Numerics;
using Pruning.LibTorch.Native;

namespace TorchSharp;

/// <summary>A number that goes into an operator, with the element type that it had in C#.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ValueKind kind, long bits, torch.ScalarType type, Complex number = default)
    {
        Kind = kind;
        Bits = bits;
        Type = type;
        Number = number;
    }

    private Scalar(long value, torch.ScalarType type)
        : this(ValueKind.Int, value, type)
    {
    }

    private Scalar(double value, torch.ScalarType type)
        : this(ValueKind.Double, BitConverter.DoubleToInt64Bits(value), type)
    {
    }

    private Scalar(Complex value, torch.ScalarType type)
        : this(ValueKind.Complex, 0, type, value)
    {
    }

    public torch.ScalarType Type { get; }

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    internal Complex Number { get; }

    internal double Double => Kind switch
    {
        ValueKind.Double => BitConverter.Int64BitsToDouble(Bits),
        ValueKind.Complex => Number.Real,
        _ => Bits,
    };

    internal Complex Complex => Kind == ValueKind.Complex ? Number : Double;

    internal long Int => Kind is ValueKind.Int or ValueKind.Bool ? Bits : checked((long)Double);

    /// <summary>Nothing to give back: a scalar is managed memory here.</summary>
    public void Dispose()
    {
    }

    public static implicit operator Scalar(bool value) => new(ValueKind.Bool, value ? 1 : 0, torch.ScalarType.Bool);

    public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int8);

    public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int16);

    public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);

    public static implicit operator Scalar(Half value) => new((double)value, torch.ScalarType.Float16);

    public static implicit operator Scalar(float value) => new((double)value, torch.ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);

    public static implicit operator Scalar((float, float) value) =>
        new(new Complex(value.Item1, value.Item2), torch.ScalarType.ComplexFloat32);

    public static implicit operator Scalar(Complex value) => new(value, torch.ScalarType.ComplexFloat64);
}
