using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Prunes a network in rounds: the policy says how much, the proposal says what, the network is fine-tuned and measured, and the round is
/// kept or undone to the last bit. What is pruned is masked, so that nothing needs to be rebuilt; in the end the plan builds the smaller
/// network. One engine for one-shot pruning, iterative pruning and tuning, layer by layer, one channel at a time, adaptive thresholds, Play
/// and Prune, and lottery tickets.
/// </summary>
/// <param name="Graph">The graph of the network's class.</param>
/// <param name="Policy">How many rounds, how much in each, and what is kept.</param>
/// <param name="Proposal">What is pruned in a round.</param>
public sealed record PruningProcedure(Graph Graph, RoundPolicy Policy, Proposal Proposal)
{
    /// <summary>How the network is fine-tuned in each round; null for not at all. Its seed and state file are the procedure's.</summary>
    public FineTuningOptions? Tuning { get; init; }

    /// <summary>How the network is fine-tuned after the last round; null for not at all.</summary>
    public FineTuningOptions? FinalTuning { get; init; }

    /// <summary>
    /// Data on which the statistics of batch norms are estimated anew in each round, after what goes has been masked and before the network
    /// is fine-tuned and measured (<see cref="BatchNormRecalibration"/>). Default: null, they stay as they are.
    /// </summary>
    public Calibration? Recalibration { get; init; }

    /// <summary>What weights a round's fine-tuning begins with. Default: those that the network has.</summary>
    public Initialization Initialization { get; init; } = Initialization.Keep;

    /// <summary>Decides everything that is random; the same seed gives the same run. Default: 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Where an unfinished run is kept, with the fine-tuning of the current round beside it (<c>.tuning</c>). If the file exists, the run
    /// goes on from it; when the run is finished it is deleted. Default: null, nothing is kept.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>Runs the procedure on a thread of its own.</summary>
    /// <param name="model">
    /// The dense network. It ends in evaluation mode with the weights of the best network that was reached, in which what was pruned is
    /// masked: <c>model.Prune(result.Plan)</c> then builds the smaller one.
    /// </param>
    /// <param name="train">The training data.</param>
    /// <param name="validation">The data that rounds are measured on.</param>
    /// <param name="progress">Told after each round.</param>
    /// <param name="cancellation">Asked before each batch and each round; the state, if there is to be one, is kept.</param>
    /// <exception cref="DivergenceException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="PruningException">The state file is of another run, or the data or the network do not fit.</exception>
    public Task<ProcedureResult> RunAsync(
        Module<Tensor, Tensor> model,
        IBatches train,
        IBatches validation,
        IProgress<Round>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        return OwnThread.RunAsync(
            () =>
            {
                using var run = new ProcedureRun(this, model, train, validation, progress, cancellation);
                return run.Execute();
            },
            cancellation);
    }
}

/// <summary>What a procedure has reached.</summary>
/// <param name="Plan">The channels that stay.</param>
/// <param name="Accuracy">The accuracy of the network, after the final fine-tuning.</param>
/// <param name="History">Every round, also those that were given up.</param>
/// <param name="Shortfall">Why the procedure ended before what it was asked for; null if it did not.</param>
public sealed record ProcedureResult(PruningPlan Plan, double Accuracy, ProcedureHistory History, string? Shortfall);
