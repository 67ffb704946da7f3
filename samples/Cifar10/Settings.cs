using System.IO.Enumeration;
using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

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

    /// <summary>Rounding, and the groups that stay whole.</summary>
    /// <exception cref="PruningException">No group is like one of those to keep.</exception>
    public PlanOptions PlanOptions() => new() { RoundTo = RoundTo, KeepGroups = [.. Keep.SelectMany(GroupsLike)] };

    /// <summary>How the pruned network is trained.</summary>
    /// <param name="dense">The network to learn from, where it is asked for.</param>
    public FineTuningOptions FineTuning(Module<Tensor, Tensor> dense) => new()
    {
        Epochs = Epochs,
        LearningRate = LearningRate,
        Augmentation = Augmentations.CropAndFlip(),
        Distillation = Distillation > 0 ? new Distillation(dense) { Weight = Distillation } : null,
        Seed = Seed,
        StateFile = PathOf("fine-tuning.state"),
    };

    /// <summary>Sets the number of torch's threads. It is kept for each thread, and what follows an await may run on another one.</summary>
    public void UseThreads() => set_num_threads(Threads ?? Environment.ProcessorCount);

    public string PathOf(string file) => Path.Combine(Output, file);

    private IEnumerable<string> GroupsLike(string pattern)
    {
        string[] names = [.. Model.Graph.Groups
            .Select(group => group.Name)
            .Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))];
        return names.Length > 0 ? names : throw new PruningException($"{Model.Class} has no group like '{pattern}' (--keep).");
    }
}
