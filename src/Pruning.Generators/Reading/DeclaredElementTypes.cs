namespace Pruning.Generators.Reading;

/// <summary>The element types of tensors, by the names that PyTorch gives them.</summary>
internal static class DeclaredElementTypes
{
    private static readonly (string Name, string Member)[] Members =
    [
        ("float32", "Float32"), ("float64", "Float64"), ("float16", "Float16"), ("bfloat16", "BFloat16"), ("int64", "Int64"),
        ("int32", "Int32"), ("int16", "Int16"), ("int8", "Int8"), ("uint8", "Byte"), ("bool", "Bool"), ("complex64", "ComplexFloat32"),
        ("complex128", "ComplexFloat64"),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Members.Select(member => member.Name)];

    /// <summary>The member of <c>ScalarType</c>.</summary>
    public static string MemberOf(string name) => Members.First(member => member.Name == name).Member;

    /// <summary>Whether the numbers are whole and can be positions in a table.</summary>
    public static bool IsPosition(string name) => name is "int64" or "int32";

    /// <summary>Whether the numbers are real, as weights are.</summary>
    public static bool IsReal(string name) => name.Contains("float");
}
