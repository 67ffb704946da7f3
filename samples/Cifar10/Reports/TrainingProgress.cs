using System.Globalization;
using Pruning;
using Spectre.Console;

namespace Cifar10.Reports;

/// <summary>A progress bar for training.</summary>
internal static class TrainingProgress
{
    public static Task<FineTuningResult> ShowAsync(
        IAnsiConsole console, string name, Func<IProgress<FineTuningProgress>, Task<FineTuningResult>> train) =>
        Terminal.ProgressOf(console).StartAsync(context => train(new Bar(context.AddTask(Markup.Escape(name)), name)));

    private sealed class Bar(ProgressTask task, string name) : IProgress<FineTuningProgress>
    {
        public void Report(FineTuningProgress value)
        {
            task.MaxValue = (double)value.Epochs * value.Batches;
            task.Value = ((value.Epoch - 1.0) * value.Batches) + value.Batch;
            task.Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: epoch {value.Epoch} of {value.Epochs}, loss {value.Loss:0.000}, accuracy {value.Accuracy:0.0%}, "
                + $"{value.SamplesPerSecond:0} images/s");
        }
    }
}
