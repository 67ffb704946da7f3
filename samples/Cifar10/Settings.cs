using Pruning;

namespace Cifar10;

/// <summary>What the command line asked for.</summary>
internal sealed record Settings
{
    public required ModelEntry Model { get; init; }

    /// <summary>The folder with CIFAR-10; null for the images drawn in code.</summary>
    public required string? Data { get; init; }

    /// <summary>The dense model's weights; null for random ones.</summary>
    public required string? Checkpoint { get; init; }

    /// <summary>Epochs of training for the dense model before it is pruned.</summary>
    public required int DenseEpochs { get; init; }

    /// <summary>Epochs of fine-tuning for the pruned model.</summary>
    public required int Epochs { get; init; }

    public required Importance Criterion { get; init; }

    public required Allocation Allocation { get; init; }

    public required Budget Budget { get; init; }

    public required int RoundTo { get; init; }

    /// <summary>Names of groups that stay whole; <c>*</c> stands for any text.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>The share of the dense model's outputs in the loss while fine-tuning.</summary>
    public required double Distillation { get; init; }

    public required double LearningRate { get; init; }

    public required int Batch { get; init; }

    public required long Seed { get; init; }

    /// <summary>Threads for torch; null for one per core.</summary>
    public required int? Threads { get; init; }

    /// <summary>How many training images to take; null for all there are.</summary>
    public required int? TrainImages { get; init; }

    /// <summary>How many test images to take; null for all there are.</summary>
    public required int? TestImages { get; init; }

    /// <summary>The folder for the results.</summary>
    public required string Output { get; init; }
}
