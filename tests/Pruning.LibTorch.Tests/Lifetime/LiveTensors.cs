using static TorchSharp.torch;

// The random generator and the count of live tensors belong to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Pruning.LibTorch.Tests.Lifetime;

internal static class LiveTensors
{
    /// <summary>The number of live tensors, when the finaliser has done with those that earlier tests forgot.</summary>
    internal static long Settled()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Tensor.TotalCount;
    }
}
