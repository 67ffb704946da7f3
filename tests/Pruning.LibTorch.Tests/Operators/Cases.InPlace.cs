using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> InPlace => new()
    {
        ["add_"] = x => [x[0].clone().add_(x[1], 3)],
        ["mul_"] = x => [x[0].clone().mul_(0.5)],
        ["masked_fill_"] = x => [x[0].clone().masked_fill_(x[1], 7)],
        ["copy_"] = x => [x[0].clone().copy_(x[1])],
        ["fill_"] = x => [x[0].clone().fill_(2.5)],
        ["index_add_"] = x => [x[0].clone().index_add_(0, x[1], x[2], 1)],
    };
}
