using static TorchSharp.torch;

namespace Pruning;

/// <summary>What a checkpoint must know about an element type: its size, its names, and what its values survive.</summary>
/// <param name="Scalar">torch's own name of the type.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="Name">PyTorch's name, as messages show it.</param>
/// <param name="SafetensorsName">The name in a safetensors header; null where that format has none.</param>
/// <param name="Family">The kind of numbers.</param>
/// <param name="Bits">How many binary digits a value has without its sign and exponent.</param>
/// <param name="IsSigned">Whether there are negative values.</param>
internal sealed record ElementType(
    ScalarType Scalar, int Size, string Name, string? SafetensorsName, NumberFamily Family, int Bits, bool IsSigned)
{
    private static readonly ElementType[] All =
    [
        new(ScalarType.Byte, 1, "uint8", "U8", NumberFamily.Integer, 8, false),
        new(ScalarType.Int8, 1, "int8", "I8", NumberFamily.Integer, 7, true),
        new(ScalarType.Int16, 2, "int16", "I16", NumberFamily.Integer, 15, true),
        new(ScalarType.Int32, 4, "int32", "I32", NumberFamily.Integer, 31, true),
        new(ScalarType.Int64, 8, "int64", "I64", NumberFamily.Integer, 63, true),
        new(ScalarType.Bool, 1, "bool", "BOOL", NumberFamily.Integer, 1, false),
        new(ScalarType.Float16, 2, "float16", "F16", NumberFamily.Floating, 11, true),
        new(ScalarType.BFloat16, 2, "bfloat16", "BF16", NumberFamily.Floating, 8, true),
        new(ScalarType.Float32, 4, "float32", "F32", NumberFamily.Floating, 24, true),
        new(ScalarType.Float64, 8, "float64", "F64", NumberFamily.Floating, 53, true),
        new(ScalarType.ComplexFloat32, 8, "complex64", "C64", NumberFamily.Complex, 24, true),
        new(ScalarType.ComplexFloat64, 16, "complex128", null, NumberFamily.Complex, 53, true),
    ];

    public static ElementType? Of(ScalarType scalar) => Array.Find(All, type => type.Scalar == scalar);

    public static ElementType? OfSafetensors(string? name) => Array.Find(All, type => name is not null && type.SafetensorsName == name);

    /// <summary>Whether a value may be converted: exactly, or from one floating-point precision to another.</summary>
    public bool ConvertsTo(ElementType target) => (Family, target.Family) switch
    {
        (NumberFamily.Floating, NumberFamily.Floating) or (NumberFamily.Complex, NumberFamily.Complex) => true,
        (NumberFamily.Integer, NumberFamily.Integer) => Bits <= target.Bits && (!IsSigned || target.IsSigned),
        (NumberFamily.Integer, NumberFamily.Floating) => Bits <= target.Bits,
        _ => false,
    };
}

/// <summary>The kinds of numbers that tensors hold.</summary>
internal enum NumberFamily
{
    Integer,
    Floating,
    Complex,
}
