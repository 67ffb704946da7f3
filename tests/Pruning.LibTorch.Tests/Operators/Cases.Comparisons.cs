using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Comparisons => new()
    {
        ["eq"] = x => [x[0] == x[1]],
        ["eq_scalar"] = x => [x[0].eq(1)],
        ["ne"] = x => [x[0] != x[1]],
        ["ne_scalar"] = x => [x[0].ne(1)],
        ["lt"] = x => [x[0] < x[1]],
        ["lt_scalar"] = x => [x[0].lt(1)],
        ["le"] = x => [x[0] <= x[1]],
        ["le_scalar"] = x => [x[0].le(1)],
        ["gt"] = x => [x[0] > x[1]],
        ["gt_scalar"] = x => [x[0].gt(1)],
        ["ge"] = x => [x[0] >= x[1]],
        ["ge_scalar"] = x => [x[0].ge(1)],
        ["logical_and"] = x => [x[0].logical_and(x[1])],
        ["logical_or"] = x => [x[0].logical_or(x[1])],
        ["logical_xor"] = x => [x[0].logical_xor(x[1])],
        ["logical_not"] = x => [x[0].logical_not()],
        ["bitwise_and"] = x => [x[0] & x[1]],
        ["bitwise_or"] = x => [x[0] | x[1]],
        ["bitwise_xor"] = x => [x[0] ^ x[1]],
        ["bitwise_not"] = x => [~x[0]],
        ["isnan"] = x => [x[0].log().isnan()],
        ["isinf"] = x => [x[0].log().isinf()],
        ["isfinite"] = x => [x[0].log().isfinite()],
        ["isclose"] = x => [x[0].isclose(x[1], 0.1, 0.1)],
        ["isin"] = x => [x[0].isin(x[1])],
    };
}
