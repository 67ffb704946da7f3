using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pruning;

/// <summary>The tables and plots of a comparison.</summary>
public static class ComparisonReport
{
    /// <summary>
    /// Writes into a folder: <c>results.md</c> and <c>results.csv</c>, the accuracies; <c>removed-channels.csv</c> and a picture for each
    /// budget; <c>rank-correlation.csv</c>, <c>sensitivity.csv</c>; and <c>accuracy.svg</c>, <c>rank-correlation.svg</c> and
    /// <c>sensitivity.svg</c>.
    /// </summary>
    public static void Write(ComparisonResult result, string folder)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in FilesOf(result))
        {
            AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        }
    }

    private static IEnumerable<(string Name, string Text)> FilesOf(ComparisonResult result)
    {
        yield return ("results.md", ComparisonTables.Summary(result));
        yield return ("results.csv", ComparisonTables.Accuracies(result));
        yield return ("removed-channels.csv", ComparisonTables.Widths(result));
        yield return ("rank-correlation.csv", ComparisonTables.LossChanges(result));
        yield return ("sensitivity.csv", ComparisonTables.Sensitivity(result));
        yield return ("accuracy.svg", Accuracy(result));
        yield return ("rank-correlation.svg", Correlation(result));
        yield return ("sensitivity.svg", Sensitivity(result));
        foreach (Budget budget in result.Budgets)
        {
            yield return (FormattableString.Invariant($"removed-channels-{budget.Fraction:0.###}.svg"), Removed(result, budget));
        }
    }

    private static string Accuracy(ComparisonResult result)
    {
        double dense = result.Graph.Cost(result.Graph.DenseWidths).Macs;
        return new LinePlot(
            $"Accuracy of {result.Graph.Model[(result.Graph.Model.LastIndexOf('.') + 1)..]}",
            "MACs, as a share of the dense network's",
            "accuracy",
            [Panel("before fine-tuning", cell => cell.Before), Panel("after fine-tuning", cell => cell.After)]).ToSvg();

        LinePanel Panel(string title, Func<ComparisonCell, EvaluationResult> measure) => new(title, [.. result.Criteria.Select(criterion =>
            new LineSeries(criterion, [.. result.Cells
                .Where(cell => cell.Criterion == criterion)
                .Select(cell => (cell.Cost.Macs / dense, measure(cell).Accuracy))
                .Order()]))]);
    }

    private static string Correlation(ComparisonResult result) => new BarPlot(
        "Rank correlation with the true change of the loss",
        ["over all channels", "within groups"],
        [.. result.Correlations.Select(found => new BarRow(found.Criterion, [found.OverAll, found.WithinGroups]))]).ToSvg();

    private static string Sensitivity(ComparisonResult result)
    {
        ImmutableArray<double> ratios = [.. result.Sensitivity.Select(point => point.Ratio).Distinct().Order()];
        return new HeatMap(
            "Accuracy in %, with a share of one group's channels removed",
            [.. result.Graph.Groups.Select(group => group.Name)],
            [.. ratios.Select(ratio => ratio.ToString("0.##", CultureInfo.InvariantCulture))],
            [.. result.Graph.Groups.Select(group => result.Sensitivity
                .Where(point => point.Group == group.Name)
                .OrderBy(point => point.Ratio)
                .Select(point => point.Quality)
                .ToImmutableArray())]).ToSvg();
    }

    private static string Removed(ComparisonResult result, Budget budget)
    {
        ImmutableArray<ComparisonCell> cells =
            [.. result.Cells.Where(cell => (cell.Unit, cell.Budget) == (budget.Unit, budget.Fraction))];
        return new HeatMap(
            FormattableString.Invariant($"Removed channels in % of each group, {budget.Fraction:0.###} of the {budget.Unit} left"),
            [.. cells.Select(cell => cell.Criterion)],
            [.. result.Graph.Groups.Select(group => group.Name)],
            [.. cells.Select(cell => cell.Widths
                .Zip(result.Graph.DenseWidths, (width, dense) => 1 - ((double)width / dense))
                .ToImmutableArray())]).ToSvg();
    }
}
