using System.Collections.Immutable;

namespace Pruning;

/// <summary>How a network is trained. The defaults suit a pruned image classifier that has its weights already.</summary>
public sealed record FineTuningOptions
{
    /// <summary>Passes over the training data. Default: 2.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>The highest learning rate. Default: 0.05.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Nesterov momentum, from 0 to below 1; the one-cycle schedule has momenta of its own. Default: 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The pull of every parameter towards zero. Default: 0.0005.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>How the learning rate changes. Default: one cycle.</summary>
    public LearningRateSchedule Schedule { get; init; } = new OneCycleSchedule();

    /// <summary>The probability that the labels give up to all classes alike, from 0 to below 1. Default: 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The network to learn from besides the labels. Default: none.</summary>
    public Distillation? Distillation { get; init; }

    /// <summary>How training inputs are varied. Default: not at all.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>What else takes part in training: regularisers, gates, masks; see <see cref="TrainingMethod"/>. Default: nothing.</summary>
    public ImmutableArray<TrainingMethod> Methods { get; init; } = [];

    /// <summary>Decides the order of the batches, the augmentation and dropout; the same seed gives the same run. Default: 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Where an unfinished run is kept. If the file exists, the run goes on from it; when the run is finished the file is deleted.
    /// Default: null, nothing is kept.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>How often the unfinished run is written, besides after each epoch and when it is cancelled. Default: 30 seconds.</summary>
    public TimeSpan StateInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Everything that the result depends on, in words.</summary>
    internal string Description => string.Join(
        ", ",
        FormattableString.Invariant($"{Epochs} {(Epochs == 1 ? "epoch" : "epochs")}"),
        FormattableString.Invariant($"learning rate {LearningRate}, momentum {Momentum}, weight decay {WeightDecay}, {Schedule}"),
        FormattableString.Invariant($"label smoothing {LabelSmoothing}"),
        Distillation is null
            ? "no distillation"
            : FormattableString.Invariant($"distillation {Distillation.Weight} at {Distillation.Temperature}"),
        Augmentation is null ? "no augmentation" : "augmented",
        FormattableString.Invariant($"seed {Seed}"),
        Methods.IsEmpty ? "no methods" : $"methods [{string.Join("; ", Methods)}]");

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epochs);
        RequireRange(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        RequireRange(Momentum is > 0 and < 1, nameof(Momentum), Momentum, "between 0 and 1, as Nesterov's method needs some");
        RequireRange(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or above");
        RequireRange(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        if (Distillation is { } distillation)
        {
            RequireRange(distillation.Weight is >= 0 and <= 1, "Distillation.Weight", distillation.Weight, "from 0 to 1");
            RequireRange(distillation.Temperature > 0, "Distillation.Temperature", distillation.Temperature, "above 0");
        }
    }

    private static void RequireRange(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}");
        }
    }
}
