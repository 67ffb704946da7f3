using System.Collections.Immutable;
using System.Diagnostics;
using Cifar10.Reports;
using Pruning;
using Spectre.Console;

namespace Cifar10;

/// <summary>What the command <c>compare</c> was asked for.</summary>
/// <param name="Settings">Model, data and fine-tuning.</param>
/// <param name="Criteria">The criteria to compare.</param>
/// <param name="Budgets">What shares of the MACs may stay.</param>
/// <param name="CalibrationImages">How many training images the criteria look at.</param>
/// <param name="ProbeImages">How many test images losses and sensitivities are measured on.</param>
/// <param name="RankedChannels">How many channels are removed one by one.</param>
internal sealed record ComparisonSettings(
    Settings Settings,
    ImmutableArray<ComparedCriterion> Criteria,
    ImmutableArray<Budget> Budgets,
    int CalibrationImages,
    int ProbeImages,
    int RankedChannels);

/// <summary>The work of the command <c>compare</c>: every criterion at every budget, then tables and plots.</summary>
internal sealed class ComparisonRun(ComparisonSettings asked, IAnsiConsole console)
{
    private const int ProbeBatch = 250;

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        Settings settings = asked.Settings;
        using Experiment experiment = await Experiment.PrepareAsync(settings, console, cancellation);
        using LabelledImages calibration = experiment.CalibrationImages(asked.CalibrationImages);
        using LabelledImages probe = experiment.Data.Test.Take(asked.ProbeImages).ToBatches(ProbeBatch);
        var comparison = new Comparison(settings.Model.Graph, settings.Model.Prune)
        {
            Criteria = asked.Criteria,
            Budgets = asked.Budgets,
            PlanOptions = settings.Recipe.Pruning.PlanOptions(settings.Model.Graph),
            Tuning = experiment.FineTuning(),
            RankedChannels = asked.RankedChannels,
            Seed = settings.Recipe.Seed,
        };
        ComparisonResult result = await ComparisonDisplay.ShowAsync(console, asked.Criteria.Length * asked.Budgets.Length, progress =>
            comparison.RunAsync(
                experiment.Dense, new ComparisonData(experiment.Train, experiment.Test, calibration, probe),
                settings.PathOf("comparison.json"), progress, cancellation));
        ComparisonReport.Write(result, settings.Output);
        console.WriteLine(File.ReadAllText(settings.PathOf("results.md")));
        console.MarkupLineInterpolated(
            $"Tables and plots are in [bold]{settings.Output}[/]; {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} minutes");
    }
}
