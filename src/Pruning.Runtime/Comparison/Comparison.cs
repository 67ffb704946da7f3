using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Compares criteria on one model: each prunes it to each budget, the pruned networks are fine-tuned alike, and measured before and after.
/// Besides, it measures what single channels are worth to the loss, how far each criterion agrees with that, and what each group can bear.
/// </summary>
/// <param name="Graph">The model's graph.</param>
/// <param name="Prune">Makes the smaller network that a plan describes: <c>(dense, plan) => ((Net)dense).Prune(plan)</c>.</param>
public sealed record Comparison(Graph Graph, Func<Module<Tensor, Tensor>, PruningPlan, Module<Tensor, Tensor>> Prune)
{
    /// <summary>The criteria, of different names.</summary>
    public required ImmutableArray<ComparedCriterion> Criteria { get; init; }

    /// <summary>The budgets; what stays of the dense network at most.</summary>
    public required ImmutableArray<Budget> Budgets { get; init; }

    /// <summary>Rounding, and what must stay in any case. Default: nothing.</summary>
    public PlanOptions PlanOptions { get; init; } = new();

    /// <summary>
    /// How each pruned network is fine-tuned; its <see cref="FineTuningOptions.StateFile"/> is set by the comparison. Default: one epoch.
    /// </summary>
    public FineTuningOptions Tuning { get; init; } = new() { Epochs = 1 };

    /// <summary>How many channels are removed one by one to learn what they are worth. Default: 200.</summary>
    public int RankedChannels { get; init; } = 200;

    /// <summary>How many random plans show what chance gives before fine-tuning, for each budget. Default: 5.</summary>
    public int RandomDraws { get; init; } = 5;

    /// <summary>Which ratios each group loses for the sensitivity map. Default: 0.1 to 0.9.</summary>
    public SensitivityScan Sensitivity { get; init; } = new();

    /// <summary>Decides which channels are removed one by one, and the random plans. Default: 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Runs the comparison on a thread of its own. What is finished is kept in <paramref name="file"/>: a later call goes on from there,
    /// also with more criteria or budgets, and a killed one loses no more than half a minute of fine-tuning.
    /// </summary>
    /// <param name="model">The dense model; it has its weights back afterwards.</param>
    /// <param name="data">The data.</param>
    /// <param name="file">Where results are kept, a JSON file.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it at the next batch.</param>
    /// <exception cref="PruningException">
    /// The file is that of a comparison with other settings, two criteria have one name, a budget is out of reach, or a criterion cannot
    /// score the model.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<ComparisonResult> RunAsync(
        Module<Tensor, Tensor> model,
        ComparisonData data,
        string file,
        IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(file);
        if (Criteria.GroupBy(criterion => criterion.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new PruningException($"Two of the criteria to compare are called '{twice.Key}'.");
        }
        return OwnThread.RunAsync(() => new ComparisonRun(this, model, data, file, progress, cancellation).Execute(), cancellation);
    }
}
