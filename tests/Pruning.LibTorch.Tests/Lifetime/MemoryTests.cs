using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Lifetime;

/// <summary>Where the elements of tensors on the CPU lie.</summary>
public sealed class MemoryTests
{
    [SkippableFact]
    public void FreedMemoryIsFoundAgain()
    {
        _ = SystemProvider.Assembly;
        var addresses = new HashSet<nint>();
        for (int round = 0; round < 20; round++)
        {
            using Tensor tensor = empty(1 << 18).fill_(1);
            addresses.Add(Address(tensor));
        }

        addresses.Count.ShouldBeLessThan(10);
    }

    [SkippableFact]
    public void ElementsBeginAtMultiplesOf64Bytes()
    {
        _ = SystemProvider.Assembly;
        for (int size = 1; size < 200; size++)
        {
            using Tensor tensor = zeros(size);
            (Address(tensor) % 64).ShouldBe(0, $"{size} elements");
        }
    }

    private static nint Address(Tensor tensor) =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.bytes));
}
