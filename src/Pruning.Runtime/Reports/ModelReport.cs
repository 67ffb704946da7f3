namespace Pruning;

/// <summary>What is known about one network: the row of a table.</summary>
/// <param name="Cost">Parameters and MACs.</param>
/// <param name="StateBytes">The size of all parameters and buffers on disk, in bytes.</param>
public sealed record ModelReport(Cost Cost, long StateBytes)
{
    /// <summary>The fraction of samples that the network classifies correctly, from 0 to 1; null where it was not measured.</summary>
    public double? Accuracy { get; init; }

    /// <summary>How long a batch takes; null where it was not measured.</summary>
    public Latency? Latency { get; init; }

    /// <summary>How many times fewer parameters the other network has.</summary>
    public double CompressionRatio(ModelReport pruned) => (double)Cost.Parameters / pruned.Cost.Parameters;

    /// <summary>How many times fewer MACs the other network has: the speed-up that hardware without overhead would show.</summary>
    public double TheoreticalSpeedUp(ModelReport pruned) => (double)Cost.Macs / pruned.Cost.Macs;

    /// <summary>How many times faster the other network was; null where one of the two was not measured.</summary>
    public double? MeasuredSpeedUp(ModelReport pruned) => Latency?.Median / pruned.Latency?.Median;
}
