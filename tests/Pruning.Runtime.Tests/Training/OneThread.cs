using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Training;

/// <summary>Sums come out the same to the last bit only if they are not divided among threads.</summary>
internal static class OneThread
{
    /// <summary>Runs with one thread, whatever the calling thread was set to by earlier tests.</summary>
    public static Task<FineTuningResult> RunOnOneThreadAsync(
        this FineTuning tuning,
        Module<Tensor, Tensor> model,
        IBatches train,
        IBatches? test = null,
        IProgress<FineTuningProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        set_num_threads(1);
        return tuning.RunAsync(model, train, test, progress, cancellation);
    }
}
