using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Activations => new()
    {
        ["F.relu"] = x => [functional.relu(x[0])],
        ["F.relu6"] = x => [functional.relu6(x[0])],
        ["F.selu"] = x => [functional.selu(x[0])],
        ["F.gelu"] = x => [functional.gelu(x[0])],
        ["F.silu"] = x => [functional.silu(x[0])],
        ["F.mish"] = x => [functional.mish(x[0])],
        ["F.hardsigmoid"] = x => [functional.hardsigmoid(x[0])],
        ["F.hardswish"] = x => [functional.hardswish(x[0])],
        ["F.logsigmoid"] = x => [functional.logsigmoid(x[0])],
        ["F.softsign"] = x => [functional.softsign(x[0])],
        ["F.tanhshrink"] = x => [functional.tanhshrink(x[0])],
        ["F.hardshrink"] = x => [functional.hardshrink(x[0])],
        ["F.softshrink"] = x => [functional.softshrink(x[0])],
        ["F.softplus"] = x => [functional.softplus(x[0])],
        ["F.gelu_method"] = x => [x[0].gelu()],
        ["F.leaky_relu"] = x => [functional.leaky_relu(x[0], 0.2)],
        ["F.elu"] = x => [functional.elu(x[0], 1.5)],
        ["F.celu"] = x => [functional.celu(x[0], 1.5)],
        ["F.hardtanh"] = x => [functional.hardtanh(x[0], -0.5, 0.7)],
        ["F.threshold"] = x => [functional.threshold(x[0], 0.1, 5)],
        ["F.prelu"] = x => [functional.prelu(x[0], x[1])],
        ["F.glu"] = x => [functional.glu(x[0], 1)],
        ["F.softmax"] = x => [functional.softmax(x[0], 1)],
        ["F.softmin"] = x => [functional.softmin(x[0], 1)],
        ["F.log_softmax"] = x => [functional.log_softmax(x[0], 0)],
    };
}
