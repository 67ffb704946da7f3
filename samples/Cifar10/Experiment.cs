using Cifar10.Data;
using Cifar10.Reports;
using Pruning;
using Spectre.Console;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10;

/// <summary>What every run starts from: the images, and the dense network with its weights.</summary>
internal sealed class Experiment : IDisposable
{
    private const double FromScratchLearningRate = 0.1;
    private const double FromCheckpointLearningRate = 0.02;

    private readonly Settings _settings;
    private readonly IAnsiConsole _console;

    private Experiment(Settings settings, IAnsiConsole console, ImageData data)
    {
        _settings = settings;
        _console = console;
        Data = data;
        Train = data.Train.ToBatches(settings.Batch);
        Test = data.Test.ToBatches(settings.Batch);
        Dense = settings.Model.Create();
    }

    public ImageData Data { get; }

    public LabelledImages Train { get; }

    public LabelledImages Test { get; }

    public Module<Tensor, Tensor> Dense { get; }

    /// <summary>Reads the images, and loads or trains the dense network.</summary>
    public static async Task<Experiment> PrepareAsync(Settings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        settings.UseThreads();
        manual_seed(settings.Seed);
        Directory.CreateDirectory(settings.Output);
        ImageData data = settings.Data is { } folder
            ? CifarFolder.Read(folder, settings.TrainImages, settings.TestImages)
            : SyntheticImages.Create(settings.TrainImages ?? SyntheticImages.TrainCount, settings.TestImages ?? SyntheticImages.TestCount);
        var experiment = new Experiment(settings, console, data);
        try
        {
            await experiment.PrepareDenseAsync(cancellation);
            return experiment;
        }
        catch
        {
            experiment.Dispose();
            throw;
        }
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
            _console.MarkupLineInterpolated(
                $"  epoch {epoch.Epoch}: loss {epoch.TrainingLoss:0.000}, train {epoch.TrainingAccuracy:0.00%}, test {epoch.Test!.Accuracy:0.00%}");
        }
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
        Dense.Dispose();
    }

    private async Task PrepareDenseAsync(CancellationToken cancellation)
    {
        _console.MarkupLineInterpolated(
            $"[bold]{_settings.Model.Class}[/] on {Data.Name}: {Train.Samples:N0} training and {Test.Samples:N0} test images");
        if (_settings.Checkpoint is { } checkpoint)
        {
            Checkpoint.Load(Dense, checkpoint);
        }
        if (_settings.DenseEpochs > 0)
        {
            await TrainAsync("dense", Dense, DenseTraining(), cancellation);
        }
    }

    private FineTuningOptions DenseTraining() => new()
    {
        Epochs = _settings.DenseEpochs,
        LearningRate = _settings.Checkpoint is null ? FromScratchLearningRate : FromCheckpointLearningRate,
        Augmentation = Augmentations.CropAndFlip(),
        Seed = _settings.Seed,
        StateFile = _settings.PathOf("dense.state"),
    };
}
