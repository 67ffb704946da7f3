using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pruning;

/// <summary>A method that takes part in training.</summary>
public sealed record RecipeMethod
{
    /// <summary>Which.</summary>
    [Description("Which; by the names of docs/methods.md.")]
    public required TrainingMethodName Name { get; init; }

    /// <summary>λ of a regulariser; its own default by default.</summary>
    [Description("How strong a regulariser is; by default its own."), Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Strength { get; init; }

    /// <summary>The fraction of each group that soft filter pruning zeroes.</summary>
    [Description("The fraction of each group that soft filter pruning zeroes; by default 0.3."), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Ratio { get; init; } = 0.3;

    /// <summary>The criterion of soft filter pruning.</summary>
    [Description("The criterion of soft filter pruning, which must look at weights alone; by default l2.")]
    public Named<Importance>? Criterion { get; init; }

    internal TrainingMethod Make(Graph? graph) => Name switch
    {
        TrainingMethodName.Slimming => Strength is { } strength ? new NetworkSlimming(strength) : new NetworkSlimming(),
        TrainingMethodName.GroupLasso => Strength is { } strength ? new GroupLasso(Whole(graph), strength) : new GroupLasso(Whole(graph)),
        TrainingMethodName.Sfp => Soft(Whole(graph)),
        TrainingMethodName.Asfp => Soft(Whole(graph)) with { Schedule = PruningSchedule.Asymptotic() },
        _ => throw new InvalidOperationException($"There is no training method {Name}."),
    };

    private SoftFilterPruning Soft(Graph graph)
    {
        var soft = new SoftFilterPruning(graph, new PruningRatios(Ratio));
        return Criterion is { } criterion ? soft with { Criterion = criterion.Value } : soft;
    }

    private Graph Whole(Graph? graph) => graph ?? throw new PruningException(
        $"The training method '{RecipeNames.Of(Name)}' prepares a dense model; put it under 'dense', not under 'fineTuning'.");
}

/// <summary>The methods that can take part in training.</summary>
public enum TrainingMethodName
{
    /// <summary><see cref="NetworkSlimming"/>.</summary>
    Slimming,

    /// <summary><see cref="Pruning.GroupLasso"/>.</summary>
    GroupLasso,

    /// <summary><see cref="SoftFilterPruning"/>.</summary>
    Sfp,

    /// <summary><see cref="SoftFilterPruning"/> whose ratio rises asymptotically.</summary>
    Asfp,
}
