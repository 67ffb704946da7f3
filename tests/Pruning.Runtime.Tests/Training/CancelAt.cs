namespace Pruning.Tests.Training;

/// <summary>Ends a run after a number of batches, as a kill would: from within, at a batch's end.</summary>
internal sealed class CancelAt(int batches) : IProgress<FineTuningProgress>
{
    private int _seen;

    public void Report(FineTuningProgress value)
    {
        if (value.TestAccuracy is null && ++_seen == batches)
        {
            throw new OperationCanceledException();
        }
    }
}
