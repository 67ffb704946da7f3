using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Lifetime;

/// <summary>Errors of libtorch become exceptions with its message, and the tensors at hand remain usable.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void AShapeMismatchSaysWhichShapes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor left = ones(2, 3);

        Should.Throw<ExternalException>(() => left.mm(left)).Message
            .ShouldContain("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)");
        left.sum().item<float>().ShouldBe(6);
    }

    [Fact]
    public void ABackwardPassWithoutAGraphSaysSo()
    {
        using DisposeScope scope = NewDisposeScope();

        Should.Throw<ExternalException>(() => ones(1).backward()).Message.ShouldContain("does not require grad");
    }

    [Fact]
    public void AnIndexOutOfRangeThrows()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = ones(2, 3);

        Should.Throw<ExternalException>(() => tensor[5]).Message.ShouldContain("out of range");
        Should.Throw<ArgumentException>(() => ones(2, 3).item<float>());
    }

    [Fact]
    public void UnflattenCountsFromTheFirstDimension()
    {
        using DisposeScope scope = NewDisposeScope();

        Should.Throw<ArgumentException>(() => ones(2, 6).unflatten(-1, 2, 3)).Message.ShouldContain("'dim'");
        Should.Throw<ArgumentException>(() => ones(2, 6).unflatten(2, 2, 3)).Message.ShouldContain("'dim'");
    }

    [Fact]
    public void ElementsThatDoNotFillTheShapeThrow() => Should.Throw<ArgumentException>(() => tensor(new float[5], [2, 3]));

    [SkippableFact]
    public void AMissingTensorIsNamed()
    {
        _ = SystemProvider.Assembly;
        using DisposeScope scope = NewDisposeScope();

        Should.Throw<ExternalException>(() => ones(2).add((Tensor)null!)).Message
            .ShouldBe("The argument 'other' of aten::add must be of type Tensor.");
    }

    [SkippableFact]
    public void ADeviceThatIsNotThereThrows()
    {
        using DisposeScope scope = NewDisposeScope();
        Skip.If(cuda.is_available(), "This machine has the device.");

        Should.Throw<InvalidOperationException>(() => ones(2).to(CUDA));
    }

    [Fact]
    public void ErrorsOfManyThreadsStayApart() => Parallel.For(1, 200, i =>
    {
        using DisposeScope scope = NewDisposeScope();
        Should.Throw<ExternalException>(() => ones(i, 3).mm(ones(i + 4, 1))).Message.ShouldContain($"({i}x3 and {i + 4}x1)");
    });
}
