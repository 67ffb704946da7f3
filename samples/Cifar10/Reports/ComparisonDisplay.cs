using System.Globalization;
using Pruning;
using Spectre.Console;

namespace Cifar10.Reports;

/// <summary>Two progress bars for a comparison, its cells and what is being done, and a line for each cell that is finished.</summary>
internal static class ComparisonDisplay
{
    public static Task<ComparisonResult> ShowAsync(
        IAnsiConsole console, int cells, Func<IProgress<ComparisonProgress>, Task<ComparisonResult>> compare) =>
        Terminal.ProgressOf(console).StartAsync(
            context => compare(new Bars(console, context.AddTask("all", maxValue: cells), context.AddTask("preparing"))));

    private sealed class Bars(IAnsiConsole console, ProgressTask all, ProgressTask current) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
        {
            current.Description = Markup.Escape(value.Activity);
            current.MaxValue = value.Of;
            current.Value = value.Done;
            if (value.Finished is { } cell)
            {
                all.Increment(1);
                string accuracies = string.Create(
                    CultureInfo.InvariantCulture, $"{cell.Before.Accuracy:0.00%} before, {cell.After.Accuracy:0.00%} after fine-tuning");
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Activity}: {accuracies}, {cell.Seconds:0} s"));
            }
        }
    }
}
