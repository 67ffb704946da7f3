using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Pruning;

/// <summary>
/// A whole run, as a JSON file describes it: model, data, what prunes it and by how much, how it is trained before and after, and the seed.
/// Immutable; <see cref="RecipeFile"/> reads it and names every mistake before work begins.
/// </summary>
public sealed record Recipe
{
    /// <summary>Where the JSON schema lies, for editors.</summary>
    [JsonPropertyName("$schema")]
    [Description("Where the JSON schema lies, for editors.")]
    public string? Schema { get; init; }

    /// <summary>What the recipe does, and the paper that it follows.</summary>
    [Description("What the recipe does, and the paper that it follows.")]
    public string? Title { get; init; }

    /// <summary>The name of the model, as the program knows it.</summary>
    [Description("The name of the model, as the program knows it.")]
    public required string Model { get; init; }

    /// <summary>What is learnt from and measured on.</summary>
    [Description("What is learnt from and measured on.")]
    public RecipeData Data { get; init; } = new();

    /// <summary>The dense model's weights and training, before it is pruned.</summary>
    [Description("The dense model's weights and training, before it is pruned.")]
    public RecipeNetwork Dense { get; init; } = new();

    /// <summary>What goes.</summary>
    [Description("What goes.")]
    public RecipePruning Pruning { get; init; } = new();

    /// <summary>The network to learn from while fine-tuning; the dense model by default.</summary>
    [Description("The network to learn from while fine-tuning; the dense model by default.")]
    public RecipeTeacher? Teacher { get; init; }

    /// <summary>The training of the pruned model.</summary>
    [Description("The training of the pruned model.")]
    public RecipeFineTuning FineTuning { get; init; } = new();

    /// <summary>Decides all that is random.</summary>
    [Description("Decides all that is random; by default 0.")]
    public long Seed { get; init; }
}

/// <summary>The data of a <see cref="Recipe"/>.</summary>
public sealed record RecipeData
{
    /// <summary>The folder of the data set; in a file relative to that. By default what the program has without one.</summary>
    [Description("The folder of the data set, relative to this file; by default images drawn in code.")]
    public string? Folder { get; init; }

    /// <summary>Training samples to take; all by default.</summary>
    [Description("Training samples to take; by default all."), Range(1, int.MaxValue)]
    public int? TrainImages { get; init; }

    /// <summary>Test samples to take; all by default.</summary>
    [Description("Test samples to take; by default all."), Range(1, int.MaxValue)]
    public int? TestImages { get; init; }

    /// <summary>Samples per batch; the program's choice by default.</summary>
    [Description("Samples per batch; by default 128, or 64 for images drawn in code."), Range(2, int.MaxValue)]
    public int? Batch { get; init; }
}

/// <summary>How a network of a <see cref="Recipe"/> is trained; what is left out is <see cref="FineTuningOptions"/>' default.</summary>
public abstract record RecipeTraining
{
    private static readonly FineTuningOptions Preset = new();

    /// <summary>Passes over the training data.</summary>
    [Description("Passes over the training data; 0 for none. By default 2; for a network with a checkpoint 0, without 4.")]
    [Range(0, int.MaxValue)]
    public int? Epochs { get; init; }

    /// <summary>The highest learning rate.</summary>
    [Description("The highest learning rate; by default 0.05; for a network with a checkpoint 0.02, without 0.1.")]
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? LearningRate { get; init; }

    /// <summary>How the learning rate changes.</summary>
    [Description("How the learning rate changes; by default in one cycle.")]
    public TrainingCurve Schedule { get; init; } = TrainingCurve.OneCycle;

    /// <summary>Nesterov momentum.</summary>
    [Description("Nesterov momentum, by default 0.9; one-cycle has its own.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>The pull of every parameter towards zero.</summary>
    [Description("The pull of every parameter towards zero; by default 0.0005."), Range(0.0, double.MaxValue)]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>The probability that the labels give up to all classes alike.</summary>
    [Description("The probability that the labels give up to all classes alike; by default 0."), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double LabelSmoothing { get; init; }

    /// <summary>How training inputs are varied.</summary>
    [Description("How training inputs are varied; by default cropped and flipped.")]
    public InputVariation Augmentation { get; init; } = InputVariation.CropAndFlip;

    /// <summary>What else takes part in training.</summary>
    [Description("What else takes part in training: regularisers and masks.")]
    public ImmutableArray<RecipeMethod> Methods { get; init; } = [];

    /// <summary>The options of a training run.</summary>
    /// <param name="graph">The graph of the model that is trained at its full width; null for a pruned one.</param>
    /// <param name="seed">The recipe's seed.</param>
    /// <exception cref="PruningException">A training method needs the whole model, and the model is pruned.</exception>
    public FineTuningOptions Options(Graph? graph, long seed) => new()
    {
        Epochs = Epochs ?? Preset.Epochs,
        LearningRate = LearningRate ?? Preset.LearningRate,
        Schedule = Schedule switch
        {
            TrainingCurve.OneCycle => new OneCycleSchedule(),
            TrainingCurve.Cosine => new CosineSchedule(),
            _ => new ConstantSchedule(),
        },
        Momentum = Momentum,
        WeightDecay = WeightDecay,
        LabelSmoothing = LabelSmoothing,
        Augmentation = Augmentation == InputVariation.CropAndFlip ? Augmentations.CropAndFlip() : null,
        Methods = [.. Methods.Select(method => method.Make(graph))],
        Seed = seed,
    };
}

/// <summary>A network of full width: its weights, and how it is trained before it is used.</summary>
public record RecipeNetwork : RecipeTraining
{
    /// <summary>The file with its weights; in a file relative to that. Random weights by default.</summary>
    [Description("The file with its weights, relative to this file; by default random weights.")]
    public string? Checkpoint { get; init; }
}

/// <summary>The network to learn from.</summary>
public sealed record RecipeTeacher : RecipeNetwork
{
    /// <summary>The name of its model; that of the recipe by default.</summary>
    [Description("The name of its model; by default that of the recipe.")]
    public string? Model { get; init; }
}

/// <summary>The training of the pruned model.</summary>
public sealed record RecipeFineTuning : RecipeTraining
{
    /// <summary>The share of the teacher in the loss; none by default.</summary>
    [Description("Learning from the teacher's outputs; by default not.")]
    public RecipeDistillation? Distillation { get; init; }
}

/// <summary>Learning from a teacher's outputs.</summary>
public sealed record RecipeDistillation
{
    /// <summary>The share of the teacher in the loss.</summary>
    [Description("The share of the teacher in the loss; by default 0.7."), Range(0.0, 1.0)]
    public double Weight { get; init; } = 0.7;

    /// <summary>How much both outputs are softened.</summary>
    [Description("How much both outputs are softened; by default 2."), Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 2;
}

/// <summary>How a learning rate changes.</summary>
public enum TrainingCurve
{
    /// <summary><see cref="OneCycleSchedule"/>.</summary>
    OneCycle,

    /// <summary><see cref="CosineSchedule"/>.</summary>
    Cosine,

    /// <summary><see cref="ConstantSchedule"/>.</summary>
    Constant,
}

/// <summary>How training inputs are varied.</summary>
public enum InputVariation
{
    /// <summary><see cref="Augmentations.CropAndFlip(int)"/>.</summary>
    CropAndFlip,

    /// <summary>Not at all.</summary>
    None,
}
