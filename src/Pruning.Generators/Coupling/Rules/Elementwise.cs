using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Functions of single entries: all tensors that they are given meet entry by entry, a size of one being repeated.</summary>
internal static class Elementwise
{
    /// <summary>The names of the operators, without their class and without the underscore of those that work in place.</summary>
    public static IReadOnlyList<string> Operators { get; } = Words(
        """
        op_Addition op_Subtraction op_Multiply op_Division op_Modulus op_UnaryNegation op_BitwiseAnd op_BitwiseOr op_ExclusiveOr
        op_OnesComplement op_Equality op_Inequality op_LessThan op_LessThanOrEqual op_GreaterThan op_GreaterThanOrEqual
        add sub subtract mul multiply div divide true_divide floor_divide fmod remainder pow maximum minimum fmax fmin atan2 lerp
        addcmul addcdiv masked_fill eq ne not_equal lt less le less_equal gt greater ge greater_equal
        logical_and logical_or logical_not logical_xor bitwise_and bitwise_or bitwise_not bitwise_xor isnan isinf isfinite isclose
        abs absolute neg negative positive exp exp2 expm1 log log2 log10 log1p sqrt rsqrt square reciprocal sign sgn
        floor ceil round trunc frac clamp clip clamp_min clamp_max sin cos tan asin acos atan sinh cosh erf erfc erfinv nan_to_num
        sigmoid tanh relu relu6 leaky_relu elu selu celu gelu silu mish softplus softsign hardswish hardsigmoid hardtanh hardshrink
        softshrink tanhshrink logsigmoid threshold rrelu logit
        dropout dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout
        contiguous clone copy detach alias to_type type cpu cuda half float double bfloat16 int long short byte bool
        requires_grad with_requires_grad
        zeros_like ones_like empty_like full_like rand_like randn_like bernoulli fill zero uniform normal
        polar complex real imag angle conj conj_physical
        acosh asinh atanh arcsin arccos arctan arcsinh arccosh arctanh arctan2 deg2rad rad2deg fix sinc digamma lgamma i0
        xlogy logaddexp logaddexp2 hypot copysign heaviside float_power ldexp log_sigmoid randint_like
        isneginf isposinf isreal signbit exponential geometric log_normal cauchy random
        """);

    /// <summary>The names of the layers that work entry by entry and have no parameters.</summary>
    public static IReadOnlyList<string> Layers { get; } = Words(
        """
        Identity ReLU ReLU6 LeakyReLU ELU SELU CELU GELU SiLU Mish Sigmoid Tanh Hardswish Hardsigmoid Hardtanh Hardshrink Softplus
        Softshrink Softsign Tanhshrink LogSigmoid Threshold RReLU
        Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout
        """);

    /// <summary>Whether an operator compares, or is asked for truth values.</summary>
    public static bool GivesTruth(Operation op) =>
        Comparisons.Contains(op.Name.Substring(op.Name.LastIndexOf('.') + 1).TrimEnd('_'))
        || op.Arguments.All.Any(argument => argument.Value is LiteralOperand { Code: var code }
            && code.EndsWith("ScalarType.Bool", StringComparison.Ordinal));

    /// <summary>The rule for operators.</summary>
    public static ImmutableArray<Dim> Apply(Operation op)
    {
        string name = op.Name.Substring(op.Name.LastIndexOf('.') + 1).TrimEnd('_');
        if (op.Arguments.All.Count > 0 && op.Arguments.All.All(argument => argument.Value is LiteralOperand or SizeOperand))
        {
            // Numbers stand for tensors without dimensions, as in torch.log(10000.0).
            return [];
        }

        if (Products.Contains(name))
        {
            return op.Broadcast(op.AllShapes(), isProduct: true);
        }

        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        ImmutableArray<Dim> output = op.Broadcast(operands);
        if (Quotients.Contains(name) && Operation.IsTensor(op.Arguments.All[0].Value))
        {
            // What is zero stays so, whatever it is divided by.
            int missing = output.Length - operands[0].Length;
            return [.. output.Select((dim, i) => dim.Shifted(!dim.IsConstant && (i < missing || operands[0][i - missing].IsShifted)))];
        }

        bool keepsZero = ZeroKeeping.Contains(name) || (Sums.Contains(name) && operands.Count > 1)
            || (name == "pow" && op.Arguments.Find("exponent")?.Value is { } exponent && !Operation.IsTensor(exponent)
                && op.Arguments.Numbers("exponent") is [> 0]);
        return keepsZero ? output : Shifted(output);
    }

    /// <summary>The rule for layers.</summary>
    public static ImmutableArray<Dim> ApplyLayer(Operation op) =>
        ZeroKeeping.Contains(op.Name.ToLowerInvariant()) ? op.Input : Shifted(op.Input);

    private static ImmutableArray<Dim> Shifted(ImmutableArray<Dim> dims) => [.. dims.Select(dim => dim.Shifted(!dim.IsConstant))];

    /// <summary>Operators that give zero where one of their operands is zero.</summary>
    private static readonly HashSet<string> Products = [.. Words("op_Multiply mul multiply op_BitwiseAnd logical_and bitwise_and")];

    /// <summary>Operators that give zero where all of their operands are zero.</summary>
    private static readonly HashSet<string> Sums =
    [
        .. Words("op_Addition op_Subtraction add sub subtract maximum minimum fmax fmin lerp complex"),
    ];

    /// <summary>Operators that give zero where their first operand is zero.</summary>
    private static readonly HashSet<string> Quotients = [.. Words("op_Division div divide true_divide floor_divide")];

    /// <summary>Functions that are zero at zero.</summary>
    private static readonly HashSet<string> ZeroKeeping =
    [
        .. Words("""
            op_UnaryNegation abs absolute neg negative positive expm1 log1p sqrt square sign sgn floor ceil round trunc frac
            sin tan asin atan sinh erf erfinv nan_to_num tanh relu relu6 leaky_relu leakyrelu elu selu celu gelu silu mish softsign
            asinh atanh arcsin arctan arcsinh arctanh deg2rad rad2deg fix conj_physical
            hardswish hardtanh hardshrink softshrink tanhshrink rrelu identity
            dropout dropout1d dropout2d dropout3d
            contiguous clone detach alias to_type type cpu cuda half float double bfloat16
            requires_grad with_requires_grad zeros_like zero real imag conj
            """),
    ];

    private static readonly HashSet<string> Comparisons =
    [
        .. Words("""
            op_Equality op_Inequality op_LessThan op_LessThanOrEqual op_GreaterThan op_GreaterThanOrEqual
            eq ne not_equal lt less le less_equal gt greater ge greater_equal isnan isinf isfinite isclose isneginf isposinf isreal signbit
            logical_and logical_or logical_not logical_xor bool any all
            """),
    ];

    private static string[] Words(string text) => text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
