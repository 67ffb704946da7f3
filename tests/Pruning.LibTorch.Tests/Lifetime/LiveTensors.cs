using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Lifetime;

/// <summary>Tests that count the live tensors of the process: no other test runs beside them.</summary>
[CollectionDefinition(nameof(LiveTensors), DisableParallelization = true)]
public sealed class LiveTensors
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
