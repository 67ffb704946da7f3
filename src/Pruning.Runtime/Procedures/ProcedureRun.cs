using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>One run of a <see cref="PruningProcedure"/>, on one thread from start to end.</summary>
internal sealed class ProcedureRun : IDisposable
{
    private const int Dense = 0;

    private readonly PruningProcedure _procedure;
    private readonly Module<Tensor, Tensor> _model;
    private readonly IBatches _train;
    private readonly IBatches _validation;
    private readonly IProgress<Round>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<int, ReachedNetwork> _reached = [];
    private ProcedureHistory? _history;

    public ProcedureRun(
        PruningProcedure procedure,
        Module<Tensor, Tensor> model,
        IBatches train,
        IBatches validation,
        IProgress<Round>? progress,
        CancellationToken cancellation)
    {
        _procedure = procedure;
        _model = model;
        _train = train;
        _validation = validation;
        _progress = progress;
        _cancellation = cancellation;
    }

    public ProcedureResult Execute()
    {
        _procedure.Graph.CheckDense(_model);
        ProcedureHistory history = _history = Resume() ?? Begin();
        string? shortfall = null;
        while (_procedure.Policy.Next(history) is { } attempt)
        {
            _cancellation.ThrowIfCancellationRequested();
            try
            {
                history = _history = Advance(history, attempt);
            }
            catch (OutOfReachException exception)
            {
                shortfall = exception.Message;
                break;
            }
            Keep(history);
            _progress?.Report(history.Rounds[^1]);
        }
        return Finish(history, shortfall);
    }

    public void Dispose()
    {
        foreach (ReachedNetwork network in _reached.Values)
        {
            network.Dispose();
        }
    }

    private ProcedureHistory Begin()
    {
        Graph graph = _procedure.Graph;
        _reached.Add(Dense, new ReachedNetwork(PruningPlan.Dense(graph), ModelSnapshot.Of(_model), WeightMasks.None(_model)));
        var history = new ProcedureHistory(Measure(), graph.Cost(graph.DenseWidths), []);
        Keep(history);
        return history;
    }

    private ProcedureHistory Advance(ProcedureHistory history, Attempt attempt)
    {
        int number = history.Rounds.Length + 1;
        ReachedNetwork from = _reached[attempt.From];
        from.Weights.Restore(_model);
        Candidate candidate = Propose(from, attempt.Target, number);
        using WeightMasks masks = candidate.Masks;
        _procedure.Initialization.Apply(_model, Seeds.Derive(_procedure.Seed, number));
        masks.Apply(_model);
        Recalibrate();
        Tune(_procedure.Tuning, masks, [.. _procedure.Proposal.Methods(attempt.Target)], number);

        Cost cost = _procedure.Graph.Cost(candidate.Plan.WidthsFor(_procedure.Graph));
        var round = new Round(number, attempt.From, attempt.Target, candidate.Plan, cost, masks.Sparsity, Measure(), Accepted: true);
        round = round with { Accepted = _procedure.Policy.Accepts(round, history) };
        if (round.Accepted)
        {
            _reached.Add(number, new ReachedNetwork(candidate.Plan, ModelSnapshot.Of(_model), WeightMasks.Of(masks.Tensors)));
        }
        else
        {
            from.Weights.Restore(_model);
        }
        history = history with { Rounds = history.Rounds.Add(round) };
        Forget(history);
        return history;
    }

    private Candidate Propose(ReachedNetwork from, double target, int number)
    {
        long seed = Seeds.Derive(_procedure.Seed, number);
        manual_seed(seed);
        return _procedure.Proposal.Propose(new MaskedNetwork(_model, _procedure.Graph, from.Plan, seed), target);
    }

    private void Tune(FineTuningOptions? options, WeightMasks masks, TrainingMethod[] methods, int number)
    {
        if (options is null)
        {
            return;
        }
        FineTuningOptions tuning = options with
        {
            Methods = [.. options.Methods, .. methods, new HeldMasks(masks)],
            Seed = Seeds.Derive(_procedure.Seed, number),
            StateFile = _procedure.StateFile is { } path ? path + ".tuning" : null,
        };
        using var run = new FineTuningRun(tuning, _model, _train, test: null, progress: null, _cancellation);
        run.Execute();
    }

    private void Recalibrate()
    {
        if (_procedure.Recalibration is { } calibration)
        {
            BatchNormRecalibration.Run(_model, calibration with { Cancellation = _cancellation });
        }
    }

    private double Measure() => Evaluation.Measure(_model, _validation, _cancellation).Accuracy;

    // The dense network stays reachable: a procedure whose first round fails ends with it.
    private void Forget(ProcedureHistory history)
    {
        var needed = _procedure.Policy.Reachable(history).Append(history.LastAccepted?.Number ?? Dense).Append(Dense).ToHashSet();
        foreach (int round in _reached.Keys.Where(round => !needed.Contains(round)).ToArray())
        {
            _reached[round].Dispose();
            _reached.Remove(round);
        }
    }

    private ProcedureResult Finish(ProcedureHistory history, string? shortfall)
    {
        ReachedNetwork best = _reached[history.LastAccepted?.Number ?? Dense];
        best.Weights.Restore(_model);
        Tune(_procedure.FinalTuning, best.Masks, [], history.Rounds.Length + 1);
        double accuracy = _procedure.FinalTuning is null ? history.LastAccepted?.Accuracy ?? history.Accuracy : Measure();
        _model.eval();
        if (_procedure.StateFile is { } path)
        {
            File.Delete(path);
        }
        return new ProcedureResult(best.Plan, accuracy, history, shortfall);
    }

    private void Keep(ProcedureHistory history)
    {
        if (_procedure.StateFile is { } path)
        {
            ProcedureState.Write(path, Description(), history, _reached);
        }
    }

    private ProcedureHistory? Resume()
    {
        if (!File.Exists(_procedure.StateFile))
        {
            return null;
        }
        ProcedureHistory history = ProcedureState.Read(_procedure.StateFile, Description(), _procedure.Graph, _reached);
        _reached[Dense].Weights.Restore(_model);
        return history;
    }

    /// <summary>What must be the same for an interrupted run to go on as if nothing had happened.</summary>
    private string Description() => FormattableString.Invariant(
        $"{_procedure.Graph.Model} {_procedure.Graph.Fingerprint}, {_train.Samples} and {_validation.Samples} samples, ")
        + $"{_procedure.Policy}, {_procedure.Proposal}, {Described(_procedure.Tuning)}, {Described(_procedure.FinalTuning)}, "
        + $"seed {_procedure.Seed}{Described(_procedure.Recalibration)}";

    private static string Described(Calibration? recalibration) => recalibration is null
        ? ""
        : $", recalibrated on {recalibration.BatchCount} batches";

    private static string Described(FineTuningOptions? tuning) => tuning is null
        ? "no tuning"
        : $"{tuning with { StateFile = null, StateInterval = TimeSpan.Zero }} with [{string.Join("; ", tuning.Methods)}]";
}
