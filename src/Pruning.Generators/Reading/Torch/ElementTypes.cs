using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>The element types of tensors that construction makes, as far as the source tells them.</summary>
internal static class ElementTypes
{
    private const string Scalars = "global::TorchSharp.torch.ScalarType.";

    /// <summary>The element type where the source says nothing.</summary>
    public const string Default = Scalars + "Float32";

    private static readonly Dictionary<string, string> Casts = new(StringComparer.Ordinal)
    {
        ["long"] = "Int64",
        ["int"] = "Int32",
        ["short"] = "Int16",
        ["bool"] = "Bool",
        ["double"] = "Float64",
        ["half"] = "Float16",
        ["bfloat16"] = "BFloat16",
        ["LongTensor"] = "Int64",
        ["IntTensor"] = "Int32",
        ["ShortTensor"] = "Int16",
        ["ByteTensor"] = "Byte",
        ["BoolTensor"] = "Bool",
        ["DoubleTensor"] = "Float64",
    };

    private static readonly HashSet<string> Positions =
        new(StringComparer.Ordinal) { "randint", "randperm", "argmax", "argmin", "argsort", "tril_indices", "triu_indices", "nonzero" };

    private static readonly HashSet<string> Complexes = new(StringComparer.Ordinal) { "polar", "complex", "view_as_complex" };

    private static readonly HashSet<string> Fractions = new(StringComparer.Ordinal)
    {
        "op_Division", "div", "true_divide", "sqrt", "rsqrt", "exp", "log", "sin", "cos", "tan", "tanh", "sigmoid", "softmax", "mean",
        "reciprocal",
    };

    private static readonly HashSet<string> Truths = new(StringComparer.Ordinal)
    {
        "eq", "ne", "lt", "le", "gt", "ge", "isnan", "isinf", "isfinite", "logical_and", "logical_or", "logical_not", "op_Equality",
        "op_Inequality", "op_LessThan", "op_LessThanOrEqual", "op_GreaterThan", "op_GreaterThanOrEqual",
    };

    /// <summary>The code of the element type; null for the one that TorchSharp takes by itself, 32-bit floats.</summary>
    /// <param name="member">The operator, as models have it.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="receiver">The tensor that it is a method of; null for a function.</param>
    public static string? Of(string member, IReadOnlyList<Bound> arguments, Value? receiver)
    {
        string name = member.Substring(member.LastIndexOf('.') + 1);
        IEnumerable<Value> given = arguments.Select(argument => argument.Value);
        return arguments.Where(argument => !argument.IsDefault)
                .Select(argument => Said(argument.Value))
                .FirstOrDefault(code => code is not null)
            ?? (Casts.TryGetValue(name, out string? cast) ? Scalars + cast
                : name is "float" or "FloatTensor" ? null
                : Positions.Contains(name) ? Scalars + "Int64"
                : Truths.Contains(name) ? Scalars + "Bool"
                : Complexes.Contains(name) ? Scalars + "ComplexFloat32"
                : name == "arange" ? (given.All(IsWhole) ? Scalars + "Int64" : null)
                : name is "tensor" or "as_tensor" or "from_array"
                    ? OfContent(arguments[0].Value is ArrayValue array ? array.ElementType : arguments[0].Parameter.Type)
                : Promoted(name, receiver is null ? given : given.Prepend(receiver)));
    }

    /// <summary>What arithmetic gives: floats as soon as anything in it is one, or the operator makes fractions.</summary>
    private static string? Promoted(string name, IEnumerable<Value> operands)
    {
        var values = operands.ToList();
        bool givesFractions = Fractions.Contains(name.TrimEnd('_')) || values.Any(value => value is Constant { Content: double or float });
        List<string?> types = [.. Tensors(values).Select(tensor => tensor.ElementType)];
        return types.Count == 0 || types.Any(type => type is null) || (givesFractions && types.All(type => !IsFloat(type!)))
            ? null
            : types.FirstOrDefault(type => IsFloat(type!)) ?? types[0];
    }

    private static bool IsFloat(string type) => type.Contains("Float") || type.Contains("float");

    private static string? Said(Value value) => value switch
    {
        CodeConstant { Type.Name: "ScalarType", Code: var code } => code,
        EnumConstant { Type.Name: "ScalarType" } constant =>
            constant.Type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, constant.Number)) is { } field
                ? Scalars + field.Name
                : null,
        _ => null,
    };

    private static bool IsWhole(Value value) => value switch
    {
        SymbolicNumber => true,
        Constant { Content: { } content } => !Numbers.IsNumber(content) || Numbers.IsInteger(content),
        _ => true,
    };

    private static string? OfContent(ITypeSymbol type) => (Element(type)?.SpecialType ?? SpecialType.None) switch
    {
        SpecialType.System_Int64 => Scalars + "Int64",
        SpecialType.System_Int32 => Scalars + "Int32",
        SpecialType.System_Int16 => Scalars + "Int16",
        SpecialType.System_Byte => Scalars + "Byte",
        SpecialType.System_Boolean => Scalars + "Bool",
        SpecialType.System_Double => Scalars + "Float64",
        _ => null,
    };

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => type,
    };

    private static IEnumerable<StateTensor> Tensors(IEnumerable<Value> values) => values.SelectMany(value => value switch
    {
        StateTensor tensor => [tensor],
        ISequence sequence => sequence.Items.OfType<StateTensor>(),
        _ => [],
    });
}
