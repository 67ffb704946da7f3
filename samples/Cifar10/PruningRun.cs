using System.Diagnostics;
using System.IO.Enumeration;
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
    private const double FromScratchLearningRate = 0.1;
    private const double FromCheckpointLearningRate = 0.02;

    private static readonly LatencyOptions LatencyRuns = new() { WarmUpRuns = 10, Runs = 50 };

    private readonly ModelEntry _model = settings.Model;

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        UseThreads();
        manual_seed(settings.Seed);
        Directory.CreateDirectory(settings.Output);

        ImageData data = ReadData();
        using LabelledImages train = data.Train.ToBatches(settings.Batch);
        using LabelledImages test = data.Test.ToBatches(settings.Batch);
        console.MarkupLineInterpolated(
            $"[bold]{_model.Class}[/] on {data.Name}: {train.Samples:N0} training and {test.Samples:N0} test images");

        using Module<Tensor, Tensor> dense = _model.Create();
        if (settings.Checkpoint is { } checkpoint)
        {
            Checkpoint.Load(dense, checkpoint);
        }
        if (settings.DenseEpochs > 0)
        {
            await TrainAsync("dense", dense, DenseTraining(), train, test, cancellation);
        }
        Measurement denseResult = Measure("dense", dense, _model.Graph.DenseWidths, test, cancellation);

        PruningPlan plan = _model.Graph.Score(dense, settings.Criterion).Plan(settings.Budget, settings.Allocation, PlanOptions());
        using Module<Tensor, Tensor> slim = _model.Prune(dense, plan);
        Measurement prunedResult = Measure("pruned", slim, plan.WidthsFor(_model.Graph), test, cancellation);

        await TrainAsync("fine-tuned", slim, FineTuning(dense), train, test, cancellation);
        Measurement tunedResult = Measure("fine-tuned", slim, plan.WidthsFor(_model.Graph), test, cancellation);

        string planFile = PathOf($"{_model.Class}Slim.prune.json");
        plan.Save(planFile);
        File.WriteAllText(PathOf($"{_model.Class}Slim.cs"), FrozenClass.Generate(_model, planFile));
        new Summary(
            _model.Class, data.Name, denseResult.Result, prunedResult.Result, tunedResult.Result,
            Stopwatch.GetElapsedTime(started).TotalSeconds).Save(PathOf("summary.json"));
        console.Write(ResultTable.Of([denseResult, prunedResult, tunedResult]));
        console.MarkupLineInterpolated($"Results are in [bold]{settings.Output}[/]");
    }

    // libtorch keeps the number for each thread, and what follows an await may run on another one.
    private void UseThreads() => set_num_threads(settings.Threads ?? Environment.ProcessorCount);

    private ImageData ReadData() => settings.Data is { } folder
        ? CifarFolder.Read(folder, settings.TrainImages, settings.TestImages)
        : SyntheticImages.Create(settings.TrainImages ?? SyntheticImages.TrainCount, settings.TestImages ?? SyntheticImages.TestCount);

    private PlanOptions PlanOptions() => new() { RoundTo = settings.RoundTo, KeepGroups = [.. settings.Keep.SelectMany(GroupsLike)] };

    private IEnumerable<string> GroupsLike(string pattern)
    {
        string[] names = [.. _model.Graph.Groups
            .Select(group => group.Name)
            .Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))];
        return names.Length > 0 ? names : throw new PruningException($"{_model.Class} has no group like '{pattern}' (--keep).");
    }

    private FineTuningOptions DenseTraining() => new()
    {
        Epochs = settings.DenseEpochs,
        LearningRate = settings.Checkpoint is null ? FromScratchLearningRate : FromCheckpointLearningRate,
        Augmentation = Augmentations.CropAndFlip(),
        Seed = settings.Seed,
        StateFile = PathOf("dense.state"),
    };

    private FineTuningOptions FineTuning(Module<Tensor, Tensor> dense) => new()
    {
        Epochs = settings.Epochs,
        LearningRate = settings.LearningRate,
        Augmentation = Augmentations.CropAndFlip(),
        Distillation = settings.Distillation > 0 ? new Distillation(dense) { Weight = settings.Distillation } : null,
        Seed = settings.Seed,
        StateFile = PathOf("fine-tuning.state"),
    };

    private async Task TrainAsync(
        string name, Module<Tensor, Tensor> model, FineTuningOptions options, IBatches train, IBatches test, CancellationToken cancellation)
    {
        if (File.Exists(options.StateFile))
        {
            console.MarkupLineInterpolated($"Going on from {options.StateFile}");
        }
        FineTuningResult result = await TrainingProgress.ShowAsync(
            console, name, progress => new FineTuning(options).RunAsync(model, train, test, progress, cancellation));
        UseThreads();
        foreach (EpochResult epoch in result.Epochs)
        {
            console.MarkupLineInterpolated(
                $"  epoch {epoch.Epoch}: loss {epoch.TrainingLoss:0.000}, train {epoch.TrainingAccuracy:0.00%}, test {epoch.Test!.Accuracy:0.00%}");
        }
    }

    private Measurement Measure(
        string name, Module<Tensor, Tensor> model, IReadOnlyList<int> widths, IBatches test, CancellationToken cancellation)
    {
        string file = PathOf($"{name}.safetensors");
        Checkpoint.Save(model, file);
        double accuracy = Evaluation.Measure(model, test, cancellation).Accuracy;
        Cost cost = _model.Graph.Cost(widths);
        using Tensor image = zeros(1, 3, ImageSet.Side, ImageSet.Side);
        double latency = Latency.Measure(model, image, LatencyRuns).Median.TotalMilliseconds;
        console.MarkupLineInterpolated($"{name}: accuracy [bold]{accuracy:0.00%}[/]");
        return new Measurement(name, new Result(accuracy, cost.Parameters, cost.Macs, latency), new FileInfo(file).Length);
    }

    private string PathOf(string file) => Path.Combine(settings.Output, file);
}
