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
    private static readonly LatencyOptions LatencyRuns = new() { WarmUpRuns = 10, Runs = 50 };

    private readonly ModelEntry _model = settings.Model;

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        using Experiment experiment = await Experiment.PrepareAsync(settings, console, cancellation);
        Module<Tensor, Tensor> dense = experiment.Dense;
        LabelledImages test = experiment.Test;
        Measurement denseResult = Measure("dense", dense, _model.Graph.DenseWidths, test, cancellation);

        PruningPlan plan = _model.Graph.Score(dense, settings.Criterion).Plan(settings.Budget, settings.Allocation, settings.PlanOptions());
        using Module<Tensor, Tensor> slim = _model.Prune(dense, plan);
        Measurement prunedResult = Measure("pruned", slim, plan.WidthsFor(_model.Graph), test, cancellation);

        await experiment.TrainAsync("fine-tuned", slim, settings.FineTuning(dense), cancellation);
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

    private Measurement Measure(
        string name, Module<Tensor, Tensor> model, IReadOnlyList<int> widths, IBatches test, CancellationToken cancellation)
    {
        string file = settings.PathOf($"{name}.safetensors");
        Checkpoint.Save(model, file);
        double accuracy = Evaluation.Measure(model, test, cancellation).Accuracy;
        Cost cost = _model.Graph.Cost(widths);
        using Tensor image = zeros(1, 3, ImageSet.Side, ImageSet.Side);
        double latency = Latency.Measure(model, image, LatencyRuns).Median.TotalMilliseconds;
        console.MarkupLineInterpolated($"{name}: accuracy [bold]{accuracy:0.00%}[/]");
        return new Measurement(name, new Result(accuracy, cost.Parameters, cost.Macs, latency), new FileInfo(file).Length);
    }
}
