using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Lifetime;

/// <summary>Disposed tensors throw; disposal and finalisation work from every thread.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void ADisposedTensorThrows()
    {
        Tensor tensor = ones(2);
        tensor.Dispose();

        tensor.IsInvalid.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => tensor.add(1));
        Should.Throw<InvalidOperationException>(() => ones(2).add(tensor));
        Should.Throw<InvalidOperationException>(() => cat([ones(2), tensor]));
        Should.Throw<InvalidOperationException>(() => tensor.shape);
        Should.Throw<InvalidOperationException>(() => tensor.Handle);
    }

    [Fact]
    public void ASecondDisposalDoesNothing()
    {
        long before = LiveTensors.Settled();
        Tensor tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();

        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void ManyThreadsMayDisposeOfOneTensor()
    {
        long before = LiveTensors.Settled();
        for (int round = 0; round < 200; round++)
        {
            Tensor tensor = ones(8);
            Parallel.For(0, 4, _ => tensor.Dispose());
        }

        Tensor.TotalCount.ShouldBe(before);
    }

    [SkippableFact]
    public void AThreadMayDisposeOfATensorThatAnotherUses()
    {
        _ = SystemProvider.Assembly;
        for (int round = 0; round < 200; round++)
        {
            Tensor tensor = ones(64);
            Parallel.Invoke(
                () => tensor.Dispose(),
                () => UseUntilDisposed(tensor));
        }
    }

    [Fact]
    public void AThreadMayDisposeOfATensorInTheScopeOfAnother()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] tensors = [.. Enumerable.Range(0, 400).Select(_ => ones(1))];
        Parallel.ForEach(tensors, tensor => tensor.Dispose());

        scope.DisposablesCount.ShouldBe(0);
    }

    [Fact]
    public void ForgottenTensorsAreFinalised()
    {
        long before = LiveTensors.Settled();
        Forget(100);
        for (int attempt = 0; attempt < 20 && Tensor.TotalCount > before; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (int i = 0; i < count; i++)
        {
            ones(16);
        }
    }

    private static void UseUntilDisposed(Tensor tensor)
    {
        try
        {
            while (true)
            {
                using Tensor sum = tensor.sum();
            }
        }
        catch (InvalidOperationException)
        {
            tensor.IsInvalid.ShouldBeTrue();
        }
    }
}
