using System.Collections.Immutable;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Functions of single entries: all tensors that they are given meet entry by entry, a size of one being repeated.</summary>
internal static class Elementwise
{
    /// <summary>The names of the operators, without their class and without the underscore of those that work in place.</summary>
    public static IReadOnlyList<string> Operators { get; } = Words(
        """
        op_Addition op_Subtraction op_Multiply op_Division op_Modulus op_UnaryNegation op_BitwiseAnd op_BitwiseOr op_ExclusiveOr
        op_OnesComplement op_LogicalNot op_Equality op_Inequality op_LessThan op_LessThanOrEqual op_GreaterThan op_GreaterThanOrEqual
        add sub subtract mul multiply div divide true_divide floor_divide fmod remainder pow maximum minimum fmax fmin atan2 lerp
        addcmul addcdiv masked_fill eq ne not_equal lt less le less_equal gt greater ge greater_equal
        logical_and logical_or logical_not logical_xor bitwise_and bitwise_or bitwise_not bitwise_xor isnan isinf isfinite isclose
        abs absolute neg negative positive exp exp2 expm1 log log2 log10 log1p sqrt rsqrt square reciprocal sign sgn
        floor ceil round trunc frac clamp clip clamp_min clamp_max sin cos tan asin acos atan sinh cosh erf erfc erfinv nan_to_num
        sigmoid tanh relu relu6 leaky_relu elu selu celu gelu silu mish softplus softsign hardswish hardsigmoid hardtanh hardshrink
        softshrink tanhshrink logsigmoid threshold rrelu logit
        dropout dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout feature_dropout
        contiguous clone copy detach alias to_type type cpu cuda half float double bfloat16 int long short byte bool @float @double
        @int @long @short @byte @bool requires_grad requires_grad_ with_requires_grad
        MoveToOuterDisposeScope MoveToOtherDisposeScope DetachFromDisposeScope MoveTo
        zeros_like ones_like empty_like full_like rand_like randn_like bernoulli fill zero
        """);

    /// <summary>The names of the layers that work entry by entry and have no parameters.</summary>
    public static IReadOnlyList<string> Layers { get; } = Words(
        """
        Identity ReLU ReLU6 LeakyReLU ELU SELU CELU GELU SiLU Mish Sigmoid Tanh Hardswish Hardsigmoid Hardtanh Hardshrink Softplus
        Softshrink Softsign Tanhshrink LogSigmoid Threshold RReLU
        Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout
        """);

    /// <summary>The rule.</summary>
    public static ImmutableArray<Dim> Apply(Operation op) => op.Broadcast(op.AllShapes());

    private static string[] Words(string text) => text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
