namespace Cifar10.Reports;

/// <summary>What a network can do and costs, as summary.json has it.</summary>
/// <param name="Accuracy">The share of test images classified right, from 0 to 1.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="Macs">Multiply-accumulate operations for one image.</param>
/// <param name="LatencyMs">The median time for one image, in milliseconds.</param>
internal sealed record Result(double Accuracy, long Parameters, long Macs, double LatencyMs);

/// <summary>A row of the results.</summary>
/// <param name="Name">The stage: dense, pruned, fine-tuned.</param>
/// <param name="Result">The measures.</param>
/// <param name="FileSize">The size of its checkpoint in bytes.</param>
internal sealed record Measurement(string Name, Result Result, long FileSize);
