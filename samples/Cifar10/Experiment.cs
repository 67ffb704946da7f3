using Cifar10.Data;
using Cifar10.Reports;
using Pruning;
using Spectre.Console;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10;

/// <summary>What every run starts from: the images, and the dense network with its weights, perhaps a teacher.</summary>
internal sealed class Experiment : IDisposable
{
    // The Gauss-Newton matrix takes ten backward passes over a batch for each of its samples.
    private const int CalibrationBatch = 16;

    private readonly Settings _settings;
    private readonly IAnsiConsole _console;
    private readonly List<IDisposable> _owned = [];

    private Experiment(Settings settings, IAnsiConsole console)
    {
        _settings = settings;
        _console = console;
        RecipeData data = settings.Recipe.Data;
        Data = data.Folder is { } folder
            ? CifarFolder.Read(folder, data.TrainImages, data.TestImages)
            : SyntheticImages.Create(data.TrainImages ?? SyntheticImages.TrainCount, data.TestImages ?? SyntheticImages.TestCount);
        Train = Owned(Data.Train.ToBatches(data.Batch!.Value));
        Test = Owned(Data.Test.ToBatches(data.Batch!.Value));
        Dense = Owned(settings.Model.Create());
        Teacher = Dense;
    }

    public ImageData Data { get; }

    public LabelledImages Train { get; }

    public LabelledImages Test { get; }

    public Module<Tensor, Tensor> Dense { get; }

    /// <summary>The weights that the dense network had before it was trained.</summary>
    public ModelSnapshot Initial { get; private set; } = null!;

    /// <summary>The network to learn from; the dense one, unless the recipe has another.</summary>
    public Module<Tensor, Tensor> Teacher { get; private set; }

    /// <summary>Reads the images, and loads or trains the networks.</summary>
    public static async Task<Experiment> PrepareAsync(Settings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        settings.UseThreads();
        manual_seed(settings.Recipe.Seed);
        Directory.CreateDirectory(settings.Output);
        var experiment = new Experiment(settings, console);
        try
        {
            await experiment.PrepareAsync(cancellation);
            return experiment;
        }
        catch
        {
            experiment.Dispose();
            throw;
        }
    }

    /// <summary>The first training images, for criteria to look at; the caller disposes of them.</summary>
    public LabelledImages CalibrationImages(int count) => Data.Train.Take(count).ToBatches(CalibrationBatch);

    /// <summary>The first training images in batches as in training, whose statistics batch norms take; the caller disposes of them.</summary>
    public LabelledImages RecalibrationImages(int count) => Data.Train.Take(count).ToBatches(_settings.Recipe.Data.Batch!.Value);

    /// <summary>How the recipe trains a pruned network.</summary>
    public FineTuningOptions FineTuning()
    {
        RecipeFineTuning tuning = _settings.Recipe.FineTuning;
        return tuning.Options(graph: null, _settings.Recipe.Seed) with
        {
            Distillation = tuning.Distillation is { Weight: > 0 } distillation
                ? new Distillation(Teacher) { Weight = distillation.Weight, Temperature = distillation.Temperature }
                : null,
            StateFile = _settings.PathOf("fine-tuning.state"),
        };
    }

    /// <summary>Trains a network, with a progress bar and a line for each epoch.</summary>
    public async Task TrainAsync(string name, Module<Tensor, Tensor> model, FineTuningOptions options, CancellationToken cancellation)
    {
        if (File.Exists(options.StateFile))
        {
            _console.MarkupLineInterpolated($"Going on from {options.StateFile}");
        }
        FineTuningResult result = await TrainingProgress.ShowAsync(
            _console, name, progress => new FineTuning(options).RunAsync(model, Train, Test, progress, cancellation));
        _settings.UseThreads();
        foreach (EpochResult epoch in result.Epochs)
        {
            double test = epoch.Test!.Accuracy;
            _console.MarkupLineInterpolated(
                $"  epoch {epoch.Epoch}: loss {epoch.TrainingLoss:0.000}, train {epoch.TrainingAccuracy:0.00%}, test {test:0.00%}");
        }
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        _console.MarkupLineInterpolated(
            $"[bold]{_settings.Model.Class}[/] on {Data.Name}: {Train.Samples:N0} training and {Test.Samples:N0} test images");
        Load(Dense, _settings.Recipe.Dense);
        Initial = Owned(ModelSnapshot.Of(Dense));
        await TrainDenseAsync("dense", _settings.Model, Dense, _settings.Recipe.Dense, cancellation);
        if (_settings.Recipe is { Teacher: { } teacher, FineTuning.Distillation.Weight: > 0 })
        {
            ModelEntry entry = teacher.Model is { } name ? ModelEntry.Named(name) : _settings.Model;
            Teacher = Owned(entry.Create());
            Load(Teacher, teacher);
            await TrainDenseAsync("teacher", entry, Teacher, teacher, cancellation);
        }
    }

    private static void Load(Module<Tensor, Tensor> model, RecipeNetwork network)
    {
        if (network.Checkpoint is { } checkpoint)
        {
            Checkpoint.Load(model, checkpoint);
        }
    }

    private async Task TrainDenseAsync(
        string name, ModelEntry entry, Module<Tensor, Tensor> model, RecipeNetwork network, CancellationToken cancellation)
    {
        if (network.Epochs > 0)
        {
            FineTuningOptions options = network.Options(entry.Graph, _settings.Recipe.Seed);
            await TrainAsync(name, model, options with { StateFile = _settings.PathOf($"{name}.state") }, cancellation);
        }
    }

    private TOwned Owned<TOwned>(TOwned owned)
        where TOwned : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
