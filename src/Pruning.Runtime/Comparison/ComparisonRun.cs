using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>One run of a <see cref="Comparison"/>, on one thread from start to end.</summary>
internal sealed class ComparisonRun(
    Comparison comparison,
    Module<Tensor, Tensor> model,
    ComparisonData data,
    string file,
    IProgress<ComparisonProgress>? progress,
    CancellationToken cancellation)
{
    private readonly Graph _graph = comparison.Graph;
    private ComparisonRecord _record = ComparisonRecord.Open(file, SettingsOf(comparison, model, data));

    public ComparisonResult Execute()
    {
        // Everything that can fail comes before everything that takes long.
        Scores[] scores = [.. ScoreAll()];
        ImmutableArray<(Budget Budget, int Criterion, PruningPlan Plan)> plans =
        [
            .. from budget in comparison.Budgets
               from criterion in Enumerable.Range(0, scores.Length)
               select (budget, criterion, PlanOf(scores[criterion], budget, comparison.Criteria[criterion].Normalization)),
        ];
        EvaluationResult dense = _record.Dense ?? Keep(
            MeasureTest(model, "the dense network"), (record, found) => record with { Dense = found });
        ImmutableArray<LossChange> changes = _record.LossChanges is { IsEmpty: false } known
            ? known
            : Keep(MeasureLossChanges(), (record, found) => record with { LossChanges = found });
        ImmutableArray<SensitivityPoint> sensitivity = _record.Sensitivity is { IsEmpty: false } scanned
            ? scanned
            : Keep(Scan(), (record, found) => record with { Sensitivity = found });
        ImmutableArray<RandomDraws> draws = [.. comparison.Budgets.Select(DrawsOf)];
        ImmutableArray<ComparisonCell> cells =
            [.. plans.Select(plan => CellOf(plan.Budget, comparison.Criteria[plan.Criterion], plan.Plan))];
        return new ComparisonResult(
            _graph,
            dense,
            [.. comparison.Criteria.Select(criterion => criterion.Name)],
            comparison.Budgets,
            cells,
            draws,
            changes,
            [.. comparison.Criteria.Zip(scores, (criterion, found) =>
                LossChangeScan.Correlate(criterion.Name, found.Normalize(criterion.Normalization), changes))],
            sensitivity,
            _record.Settings);
    }

    private IEnumerable<Scores> ScoreAll()
    {
        var calibration = new Calibration(data.Calibration)
        {
            Cancellation = cancellation,
            Progress = new Relay<CalibrationProgress>(seen => Tell("calibration", seen.Batch, seen.Batches)),
        };
        Statistics statistics = _graph.Calibrate(model, calibration, [.. comparison.Criteria.Select(criterion => criterion.Importance)]);
        return comparison.Criteria.Select(criterion => _graph.Score(model, criterion.Importance, statistics));
    }

    private PruningPlan PlanOf(Scores scores, Budget budget, Normalization normalization) =>
        scores.Plan(budget, Allocation.Global with { Normalization = normalization }, comparison.PlanOptions);

    private ImmutableArray<LossChange> MeasureLossChanges() => LossChangeScan.Measure(
        _graph, model, comparison.RankedChannels, comparison.Seed, data.Probe,
        done => Tell("loss without single channels", done, comparison.RankedChannels), cancellation);

    private ImmutableArray<SensitivityPoint> Scan()
    {
        int points = _graph.Groups.Length * comparison.Sensitivity.Ratios.Length, done = 0;
        return comparison.Sensitivity.Run(
            _graph.Score(model, Importance.GroupNorm()),
            model,
            () => Evaluation.Measure(model, data.Probe, cancellation).Accuracy,
            new Relay<SensitivityPoint>(_ => Tell("sensitivity", ++done, points)),
            cancellation).Points;
    }

    private RandomDraws DrawsOf(Budget budget)
    {
        if (_record.RandomDraws.FirstOrDefault(draws => (draws.Unit, draws.Budget) == (budget.Unit, budget.Fraction)) is { } known)
        {
            return known;
        }
        var accuracies = ImmutableArray.CreateBuilder<double>(comparison.RandomDraws);
        for (int draw = 0; draw < comparison.RandomDraws; draw++)
        {
            Tell($"random plans for {Name(budget)}", draw, comparison.RandomDraws);
            int seed = (int)(Seeds.Derive(comparison.Seed, draw) & int.MaxValue);
            using Module<Tensor, Tensor> pruned = comparison.Prune(
                model, PlanOf(_graph.Score(model, Importance.Random(seed)), budget, Normalization.Mean));
            accuracies.Add(Evaluation.Measure(pruned, data.Test, cancellation).Accuracy);
        }
        return Keep(
            new RandomDraws(budget.Unit, budget.Fraction, accuracies.MoveToImmutable()),
            (record, found) => record with { RandomDraws = record.RandomDraws.Add(found) });
    }

    private ComparisonCell CellOf(Budget budget, ComparedCriterion criterion, PruningPlan plan)
    {
        ImmutableArray<int> widths = plan.WidthsFor(_graph);
        ComparisonCell? known = _record.Cells.FirstOrDefault(cell =>
            (cell.Criterion, cell.Unit, cell.Budget) == (criterion.Name, budget.Unit, budget.Fraction));
        if (known is not null)
        {
            return known.Description == criterion.Description ? known : throw new PruningException(
                $"{file} has results of another criterion '{criterion.Name}': {known.Description} instead of {criterion.Description}. " +
                "Give it another name, or write to another folder.");
        }
        string name = $"{criterion.Name} at {Name(budget)}";
        long started = Stopwatch.GetTimestamp();
        using Module<Tensor, Tensor> pruned = comparison.Prune(model, plan);
        EvaluationResult before = MeasureTest(pruned, $"{name}, before fine-tuning");
        FineTuningOptions options = comparison.Tuning with { StateFile = Path.ChangeExtension(file, $"{Slug(name)}.state") };
        using (var run = new FineTuningRun(options, pruned, data.Train, null, new Relay<FineTuningProgress>(Train), cancellation))
        {
            run.Execute();
        }
        ComparisonCell cell = Keep(
            new ComparisonCell(
                criterion.Name, criterion.Description, criterion.Normalization.Name, budget.Unit, budget.Fraction, _graph.Cost(widths),
                widths, before, MeasureTest(pruned, $"{name}, after it"), Stopwatch.GetElapsedTime(started).TotalSeconds),
            (record, found) => record with { Cells = record.Cells.Add(found) });
        progress?.Report(new ComparisonProgress(name, 1, 1, cell));
        return cell;

        void Train(FineTuningProgress seen) =>
            Tell(name, ((seen.Epoch - 1) * seen.Batches) + seen.Batch, seen.Epochs * seen.Batches);
    }

    private EvaluationResult MeasureTest(Module<Tensor, Tensor> network, string what)
    {
        Tell($"measuring {what}", 0, 1);
        return Evaluation.Measure(network, data.Test, cancellation);
    }

    private TFound Keep<TFound>(TFound found, Func<ComparisonRecord, TFound, ComparisonRecord> add)
    {
        _record = add(_record, found);
        _record.Save(file);
        return found;
    }

    private void Tell(string activity, int done, int of) => progress?.Report(new ComparisonProgress(activity, done, of));

    private static string Name(Budget budget) => FormattableString.Invariant($"{budget.Fraction:0.###} of the {budget.Unit}");

    private static string Slug(string name) =>
        string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-'));

    private static ImmutableSortedDictionary<string, string> SettingsOf(
        Comparison comparison, Module<Tensor, Tensor> model, ComparisonData data) => new Dictionary<string, string>
        {
            ["model"] = $"{comparison.Graph.Model} {comparison.Graph.Fingerprint}",
            ["weights"] = Hash(model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)),
            ["training data"] = Describe(data.Train),
            ["test data"] = Describe(data.Test),
            ["calibration data"] = Describe(data.Calibration),
            ["probe data"] = Describe(data.Probe),
            ["fine-tuning"] = comparison.Tuning.Description,
            ["rounding"] = $"{comparison.PlanOptions.RoundTo}",
            ["minimum fraction"] = comparison.PlanOptions.MinimumFraction.ToString(CultureInfo.InvariantCulture),
            ["groups to keep"] = string.Join(", ", comparison.PlanOptions.KeepGroups),
            ["ranked channels"] = $"{comparison.RankedChannels}",
            ["random draws"] = $"{comparison.RandomDraws}",
            ["sensitivity ratios"] = string.Join(
                ", ", comparison.Sensitivity.Ratios.Select(ratio => ratio.ToString(CultureInfo.InvariantCulture))),
            ["seed"] = $"{comparison.Seed}",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // The first batch tells data sets apart.
    private static string Describe(IBatches batches)
    {
        using Batch? first = batches.InOrder().FirstOrDefault();
        return $"{batches.Samples} samples in {batches.Count} batches" + (first is null ? "" : $", {Hash([first.Inputs, first.Labels])}");
    }

    private static string Hash(IEnumerable<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor tensor in tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private sealed class Relay<TReport>(Action<TReport> hear) : IProgress<TReport>
    {
        public void Report(TReport value) => hear(value);
    }
}
