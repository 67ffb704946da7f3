using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints tensor operators in the style of the source.</summary>
internal static class OperationText
{
    private static readonly Dictionary<string, string> Binary = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThan"] = ">",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_LeftShift"] = "<<",
        ["op_RightShift"] = ">>",
    };

    private static readonly Dictionary<string, string> Unary = new(StringComparer.Ordinal)
    {
        ["op_UnaryNegation"] = "-",
        ["op_OnesComplement"] = "~",
        ["op_LogicalNot"] = "!",
    };

    // Operators that give an array of tensors; others with several results give a tuple.
    private static readonly HashSet<string> ArrayResults = new(StringComparer.Ordinal)
    {
        "split", "chunk", "unbind", "tensor_split", "hsplit", "vsplit", "dsplit", "meshgrid", "broadcast_tensors", "split_with_sizes",
    };

    /// <summary>Whether the operator's results are the elements of an array.</summary>
    public static bool GivesArray(OperationStatement operation) => operation.Declared is null && ArrayResults.Contains(Method(operation));

    /// <summary>Whether the code is an operator's, which needs parentheses as part of a larger expression.</summary>
    public static bool NeedsParentheses(OperationStatement operation) => Method(operation).StartsWith("op_", StringComparison.Ordinal);

    /// <summary>Whether it is <c>x[…] = y</c>, a statement without a value of its own.</summary>
    public static bool IsAssignment(OperationStatement operation) => Method(operation) == "this[]=";

    /// <summary>Whether the operator changes what it is given.</summary>
    public static bool IsInPlace(OperationStatement operation) => IsAssignment(operation) || Method(operation).EndsWith("_", StringComparison.Ordinal)
        || operation.Arguments.Any(SaysInPlace);

    /// <summary>Whether an argument asks for that.</summary>
    public static bool SaysInPlace(Argument argument) => argument is { Name: "inplace", Value: LiteralOperand { Code: "true" } };

    /// <summary>The expression.</summary>
    public static string Of(OperationStatement operation, OperandText text)
    {
        string method = Method(operation);
        var arguments = operation.Arguments.ToList();
        if (operation.Declared is not null)
        {
            return $"{operation.Member}({text.Arguments(arguments)})";
        }

        if (Binary.TryGetValue(method, out string? symbol))
        {
            return $"{text.Factor(arguments[0].Value)} {symbol} {text.Factor(arguments[1].Value)}";
        }

        if (Unary.TryGetValue(method, out symbol))
        {
            return symbol + text.Text(arguments[0].Value);
        }

        if (arguments.Count == 0 || arguments[0].Name != "this")
        {
            return $"{Abbreviations.Member(operation.Member)}({text.Arguments(arguments)})";
        }

        string receiver = text.Text(arguments[0].Value);
        var others = arguments.GetRange(1, arguments.Count - 1);
        return method == "this[]" ? $"{receiver}[{string.Join(", ", others.Select(other => text.Indices(other.Value)))}]"
            : others.Count == 0 && IsProperty(operation) ? $"{receiver}.{method}"
            : $"{receiver}.{Identifiers.Escape(method)}({text.Arguments(others)})";
    }

    private static string Method(OperationStatement operation) => operation.Member.Substring(operation.Member.LastIndexOf('.') + 1);

    private static bool IsProperty(OperationStatement operation) =>
        operation.Member is "Tensor.T" or "Tensor.H" or "Tensor.mT" or "Tensor.mH" or "Tensor.real" or "Tensor.imag";
}
