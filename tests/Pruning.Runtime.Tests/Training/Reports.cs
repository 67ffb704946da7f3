namespace Pruning.Tests.Training;

/// <summary>Collects what a run reports.</summary>
internal sealed class Reports : List<FineTuningProgress>, IProgress<FineTuningProgress>
{
    public void Report(FineTuningProgress value) => Add(value);
}
