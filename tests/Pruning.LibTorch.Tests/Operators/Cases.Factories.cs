using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Factories => new()
    {
        ["zeros"] = x => [zeros(2, 3, float64)],
        ["full"] = x => [full(2, 2, 1.5, float64)],
        ["eye"] = x => [eye(2, 3, float64)],
        ["arange"] = x => [arange(5)],
        ["arange_step"] = x => [arange(1.0, 2.0, 0.25, float64)],
        ["linspace"] = x => [linspace(0, 1, 5, float64)],
        ["tril_indices"] = x => [tril_indices(3, 3)],
        ["rand_seeded"] = x => [Seeded(() => rand(4, float64))],
        ["randn_seeded"] = x => [Seeded(() => randn(4, float64))],
        ["randint_seeded"] = x => [Seeded(() => randint(0, 10, [6]))],
        ["randperm_seeded"] = x => [Seeded(() => randperm(6))],
        ["dropout_seeded"] = x => [Seeded(() => functional.dropout(x[0], 0.5))],
        ["bernoulli_seeded"] = x => [Seeded(() => x[0].bernoulli().detach())],
    };
}
