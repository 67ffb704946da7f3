using static Pruning.Generators.Tests.Rows.RowCase;

namespace Pruning.Generators.Tests.Rows;

/// <summary>Functions of single entries.</summary>
internal static class ElementwiseRows
{
    // Each is given what it is defined for: x is not negative.
    public static IEnumerable<RowCase> All =>
    [
        .. Methods("x", "abs", "absolute", "neg", "negative", "positive", "exp", "exp2", "expm1", "log1p", "sqrt", "square", "sign", "sgn"),
        .. Methods("x", "floor", "ceil", "round", "trunc", "frac", "fix", "sin", "cos", "tan", "atan", "sinh", "cosh", "asinh"),
        .. Methods("x", "arctan", "arcsinh", "erf", "erfc", "nan_to_num", "deg2rad", "rad2deg", "sinc", "i0", "angle", "conj_physical"),
        .. Methods("x", "sigmoid", "tanh", "relu", "relu6", "elu", "celu", "selu", "gelu", "silu", "hardsigmoid"),
        .. Methods("x", "hardswish", "softplus", "log_sigmoid", "rrelu"),
        .. Methods("(x + 1)", "log", "log2", "log10", "rsqrt", "reciprocal", "acosh", "arccosh", "lgamma", "digamma"),
        .. Methods("(x.sigmoid() * 0.9)", "asin", "acos", "atanh", "arcsin", "arccos", "arctanh", "erfinv", "logit"),
        .. Truths("isnan", "isinf", "isfinite", "isneginf", "isposinf", "isreal", "signbit"),
        Image("leaky_relu", "x.leaky_relu(0.1)"),
        .. Functions("mish", "softshrink", "hardshrink", "tanhshrink", "softsign", "logsigmoid"),
        Image("hardtanh", "x.hardtanh(-0.5, 0.5)"),
        Image("threshold", "x.threshold(0.1, 0.7)"),

        Image("op_Addition", "x + x.tanh()"),
        Image("op_Subtraction", "x - x.tanh()"),
        Image("op_Multiply", "x * x.tanh()"),
        Image("op_Division", "x / (1 + x.tanh())"),
        Image("op_Modulus", "x % 0.3"),
        Image("op_UnaryNegation", "-x"),
        Image("op_BitwiseAnd", "((x > 0.1) & (x < 0.5)).to(x.dtype)"),
        Image("op_BitwiseOr", "((x > 0.5) | (x < 0.1)).to(x.dtype)"),
        Image("op_ExclusiveOr", "((x > 0.1) ^ (x < 0.5)).to(x.dtype)"),
        Image("op_OnesComplement", "(~(x > 0.1)).to(x.dtype)"),
        Image("op_Equality", "(x == 0).to(x.dtype)"),
        Image("op_Inequality", "(x != 0).to(x.dtype)"),
        Image("op_LessThan", "(x < 0.1).to(x.dtype)"),
        Image("op_LessThanOrEqual", "(x <= 0.1).to(x.dtype)"),
        Image("op_GreaterThan", "(x > 0.1).to(x.dtype)"),
        Image("op_GreaterThanOrEqual", "(x >= 0.1).to(x.dtype)"),

        .. WithOther("add", "sub", "subtract", "mul", "multiply", "maximum", "minimum", "fmax", "fmin", "atan2", "arctan2", "hypot"),
        .. WithOther("logaddexp", "logaddexp2", "copysign", "heaviside", "xlogy", "float_power", "ldexp", "pow"),
        Image("div", "x.div(x + 1)"),
        Image("divide", "x.divide(x + 1)"),
        Image("true_divide", "x.true_divide(x + 1)"),
        Image("floor_divide", "x.floor_divide(0.2)"),
        Image("fmod", "x.fmod(0.3)"),
        Image("remainder", "x.remainder(0.3)"),
        Image("lerp", "x.lerp(x.tanh(), full_like(x, 0.3))"),
        Image("addcmul", "x.addcmul(x.tanh(), x.sigmoid(), 0.5)"),
        Image("addcdiv", "x.addcdiv(x.tanh(), x.sigmoid(), 0.5)"),
        Image("masked_fill", "x.masked_fill(x > 0.2, 0.7)"),
        .. Comparisons("eq", "ne", "not_equal", "lt", "less", "le", "less_equal", "gt", "greater", "ge", "greater_equal"),
        Image("isclose", "x.isclose(x.tanh()).to(x.dtype)"),
        Image("logical_and", "(x > 0.1).logical_and(x < 0.5).to(x.dtype)"),
        Image("logical_or", "(x > 0.5).logical_or(x < 0.1).to(x.dtype)"),
        Image("logical_xor", "(x > 0.1).logical_xor(x < 0.5).to(x.dtype)"),
        Image("logical_not", "(x > 0.1).logical_not().to(x.dtype)"),
        Image("bitwise_and", "(x * 9).to(int64).bitwise_and((x * 5).to(int64)).to(x.dtype)"),
        Image("bitwise_or", "(x * 9).to(int64).bitwise_or((x * 5).to(int64)).to(x.dtype)"),
        Image("bitwise_xor", "(x * 9).to(int64).bitwise_xor((x * 5).to(int64)).to(x.dtype)"),
        Image("bitwise_not", "(x * 9).to(int64).bitwise_not().to(x.dtype)"),
        Image("clamp", "x.clamp(0.1, 0.6)"),
        Image("clip", "x.clip(0.1, 0.6)"),
        Image("clamp_min", "x.clamp_min(0.1)"),
        Image("clamp_max", "x.clamp_max(0.6)"),
        Image("where", "where(x > 0.2, x.tanh(), x * 2)"),

        Image("polar", "polar(x, x).abs()"),
        Image("complex", "complex(x, x.tanh()).abs()"),
        Image("real", "complex(x, x.tanh()).real"),
        Image("imag", "complex(x, x.tanh()).imag"),
        Image("conj", "complex(x, x.tanh()).conj().abs()"),

        Image("dropout", "functional.dropout(x, 0.5, training)"),
        Signal("dropout1d", "functional.dropout1d(x, 0.5, training)"),
        Image("dropout2d", "functional.dropout2d(x, 0.5, training)"),
        Volume("dropout3d", "functional.dropout3d(x, 0.5, training)"),
        Image("alpha_dropout", "functional.alpha_dropout(x, 0.5, training)"),
        Image("feature_alpha_dropout", "functional.feature_alpha_dropout(x, 0.5, training)"),

        .. Methods("x", "contiguous", "clone", "detach", "alias", "cpu"),
        Image("double", "x.@double()"),
        Image("copy", "x.clone().copy_(x.tanh())"),
        Image("to", "x.to(float32).to(x.dtype)"),
        Image("to_type", "x.to_type(ScalarType.Float64)"),
        Image("type", "x.type(ScalarType.Float64)"),
        Image("type_as", "x.type_as(input)"),
        .. Casts("LongTensor", "IntTensor", "ShortTensor", "ByteTensor", "BoolTensor", "FloatTensor", "DoubleTensor"),
        Image("cuda", "cuda.is_available() ? x.cuda().cpu() : x"),
        .. Conversions("half", "bfloat16", "float", "int", "long", "short", "byte", "bool"),
        Image("requires_grad", "x.clone().requires_grad_(false)"),
        Image("with_requires_grad", "x.clone().with_requires_grad(false)"),

        Image("zeros_like", "x + x.zeros_like()"),
        Image("ones_like", "x + x.ones_like()"),
        Image("full_like", "x + full_like(x, 0.3)"),
        Image("empty_like", "x + empty_like(x).fill_(0.3)"),
        Image("fill", "x + x.clone().fill_(0.3)"),
        Image("zero", "x + x.clone().zero_()"),
        Image("rand_like", "x + rand_like(x) * 0"),
        Image("randn_like", "x + randn_like(x) * 0"),
        Image("randint_like", "x + randint_like(x, 0, 5) * 0"),
        Image("bernoulli", "x + bernoulli(x.sigmoid()) * 0"),
        .. Draws("uniform_(0, 1)", "normal_()", "exponential_()", "geometric_(0.5)", "log_normal_()", "random_(0, 5)"),
        Image("cauchy", "x + x.clone().cauchy_().nan_to_num(0, 0, 0).clamp(-1, 1) * 0"),
    ];

    private static IEnumerable<RowCase> Methods(string of, params string[] names) => names.Select(name => Image(name, $"{of}.{name}()"));

    private static IEnumerable<RowCase> Functions(params string[] names) => names.Select(name => Image(name, $"functional.{name}(x)"));

    private static IEnumerable<RowCase> Truths(params string[] names) => names.Select(name => Image(name, $"x.{name}().to(x.dtype)"));

    private static IEnumerable<RowCase> WithOther(params string[] names) => names.Select(name => Image(name, $"x.{name}(x.tanh())"));

    private static IEnumerable<RowCase> Comparisons(params string[] names) =>
        names.Select(name => Image(name, $"x.{name}(x.tanh()).to(x.dtype)"));

    private static IEnumerable<RowCase> Conversions(params string[] names) =>
        names.Select(name => Image(name, $"(x * 9).@{name}().to(x.dtype)"));

    private static IEnumerable<RowCase> Casts(params string[] names) =>
        names.Select(name => Image(name, $"torch.{name}(x * 9).to(x.dtype)"));

    private static IEnumerable<RowCase> Draws(params string[] calls) =>
        calls.Select(call => Image(call[..call.IndexOf("_(", StringComparison.Ordinal)], $"x + x.clone().{call} * 0"));
}
