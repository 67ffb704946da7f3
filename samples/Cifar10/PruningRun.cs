using System.Diagnostics;
using Cifar10.Data;
using Cifar10.Reports;
using Pruning;
using Spectre.Console;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10;

/// <summary>The program's work: dense model, plan, pruned model, fine-tuning, results.</summary>
internal sealed class PruningRun(Settings settings, IAnsiConsole console)
{
    private readonly ModelEntry _model = settings.Model;

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        using Experiment experiment = await Experiment.PrepareAsync(settings, console, cancellation);
        LabelledImages test = experiment.Test;
        Measurement denseResult = Measure("dense", experiment.Dense, _model.Graph.DenseWidths, test, cancellation);

        (PruningPlan plan, Module<Tensor, Tensor> pruned) = await PruneAsync(experiment, cancellation);
        using Module<Tensor, Tensor> slim = pruned;
        Measurement prunedResult = Measure("pruned", slim, plan.WidthsFor(_model.Graph), test, cancellation);

        FineTuningOptions tuning = experiment.FineTuning();
        if (tuning.Epochs > 0)
        {
            await experiment.TrainAsync("fine-tuned", slim, tuning, cancellation);
        }
        Measurement tunedResult = Measure("fine-tuned", slim, plan.WidthsFor(_model.Graph), test, cancellation);

        string planFile = settings.PathOf($"{_model.Class}Slim.prune.json");
        plan.Save(planFile);
        File.WriteAllText(settings.PathOf($"{_model.Class}Slim.cs"), FrozenClass.Generate(_model, planFile));
        new Summary(
            _model.Class, experiment.Data.Name, denseResult.Result, prunedResult.Result, tunedResult.Result,
            Stopwatch.GetElapsedTime(started).TotalSeconds).Save(settings.PathOf("summary.json"));
        console.Write(ResultTable.Of([denseResult, prunedResult, tunedResult]));
        console.MarkupLineInterpolated($"Results are in [bold]{settings.Output}[/]");
    }

    private async Task<(PruningPlan Plan, Module<Tensor, Tensor> Slim)> PruneAsync(Experiment experiment, CancellationToken cancellation)
    {
        RecipePruning pruning = settings.Recipe.Pruning;
        using LabelledImages images = experiment.CalibrationImages(pruning.CalibrationImages);
        var calibration = new Calibration(images) { Cancellation = cancellation };
        if (pruning.Rounds is { } rounds)
        {
            return await PruneInRoundsAsync(experiment, rounds, calibration, cancellation);
        }
        Module<Tensor, Tensor> dense = experiment.Dense;
        PruningPlan plan = pruning.Plan(_model.Graph, _model.Graph.Score(dense, pruning.Criterion.Value, calibration));
        if (pruning.Selector is { } selector)
        {
            plan = _model.Graph.Select(dense, selector.Value, plan.WidthsFor(_model.Graph), calibration);
        }
        Module<Tensor, Tensor> slim = _model.Prune(dense, plan);
        Mend(experiment, plan, dense, slim, calibration);
        return (plan, slim);
    }

    private async Task<(PruningPlan Plan, Module<Tensor, Tensor> Slim)> PruneInRoundsAsync(
        Experiment experiment, RecipeRounds rounds, Calibration calibration, CancellationToken cancellation)
    {
        // The dense network may be the teacher, so that a copy of it is pruned.
        using Module<Tensor, Tensor> masked = _model.Create();
        using (ModelSnapshot weights = ModelSnapshot.Of(experiment.Dense))
        {
            weights.Restore(masked);
        }
        using LabelledImages? recalibration = RecalibrationImages(experiment);
        PruningProcedure procedure = settings.Recipe.Pruning.Procedure(
            _model.Graph, rounds, model => _model.Graph.Score(model, settings.Recipe.Pruning.Criterion.Value, calibration)) with
        {
            Tuning = rounds.Epochs > 0 ? experiment.FineTuning() with { Epochs = rounds.Epochs } : null,
            Initialization = rounds.Rewind ? Initialization.RewindTo(experiment.Initial) : Initialization.Keep,
            Recalibration = recalibration is null ? null : new Calibration(recalibration),
            Seed = settings.Recipe.Seed,
            StateFile = settings.PathOf("rounds.state"),
        };
        ProcedureResult result = await procedure.RunAsync(masked, experiment.Train, experiment.Test, new RoundLines(console), cancellation);
        settings.UseThreads();
        if (result.Shortfall is { } shortfall)
        {
            console.MarkupLineInterpolated($"[yellow]The budget was not reached[/]: {shortfall}");
        }
        Module<Tensor, Tensor> slim = _model.Prune(masked, result.Plan);
        Mend(experiment, result.Plan, masked, slim, calibration);
        return (result.Plan, slim);
    }

    private void Mend(
        Experiment experiment, PruningPlan plan, Module<Tensor, Tensor> dense, Module<Tensor, Tensor> slim, Calibration calibration)
    {
        if (settings.Recipe.Pruning.Reconstruction is { } reconstruction)
        {
            _model.Graph.Reconstruct(plan, dense, slim, reconstruction.Value, calibration);
        }
        using LabelledImages? recalibration = RecalibrationImages(experiment);
        if (recalibration is not null)
        {
            BatchNormRecalibration.Run(slim, new Calibration(recalibration) { Cancellation = calibration.Cancellation });
        }
    }

    private LabelledImages? RecalibrationImages(Experiment experiment) =>
        settings.Recipe.Pruning.RecalibrationImages is > 0 and int count ? experiment.RecalibrationImages(count) : null;

    private Measurement Measure(
        string name, Module<Tensor, Tensor> model, IReadOnlyList<int> widths, IBatches test, CancellationToken cancellation)
    {
        string file = settings.PathOf($"{name}.safetensors");
        Checkpoint.Save(model, file);
        double accuracy = Evaluation.Measure(model, test, cancellation).Accuracy;
        Cost cost = _model.Graph.Cost(widths);
        using Tensor image = zeros(1, 3, ImageSet.Side, ImageSet.Side);
        double latency = Latency.Measure(model, image, settings.Latency).Median.TotalMilliseconds;
        console.MarkupLineInterpolated($"{name}: accuracy [bold]{accuracy:0.00%}[/]");
        return new Measurement(name, new Result(accuracy, cost.Parameters, cost.Macs, latency), new FileInfo(file).Length);
    }
}
