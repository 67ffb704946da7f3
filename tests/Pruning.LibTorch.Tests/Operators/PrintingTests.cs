using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

public sealed class PrintingTests
{
    [Fact]
    public void ShapeTypeAndDeviceByDefault()
    {
        using Tensor tensor = zeros(2, 3);

        tensor.ToString().ShouldBe("[2x3], type = Float32, device = cpu");
    }

    [SkippableFact]
    public void ElementsInNestedBrackets()
    {
        _ = SystemProvider.Assembly;
        using Tensor tensor = torch.tensor(new[,] { { 1L, 2 }, { 3, 40 } });

        tensor.npstr(newLine: "\n").ShouldBe("[[ 1  2]\n [ 3 40]]");
        tensor.cstr().ShouldContain("40");
        tensor.jlstr().ShouldStartWith("[2x2], type = Int64, device = cpu");
    }
}
