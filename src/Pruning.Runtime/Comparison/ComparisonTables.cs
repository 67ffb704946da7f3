using System.Globalization;
using System.Text;

namespace Pruning;

/// <summary>The tables of a comparison, as Markdown and as comma-separated values.</summary>
internal static class ComparisonTables
{
    /// <summary>One row for each criterion, in Markdown, and what the run was.</summary>
    public static string Summary(ComparisonResult result)
    {
        Cost dense = result.Graph.Cost(result.Graph.DenseWidths);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Graph.Model}: {Percent(result.Dense.Accuracy)} of ");
        text.Append(CultureInfo.InvariantCulture, $"{result.Dense.Samples:N0} test samples right, ");
        text.Append(CultureInfo.InvariantCulture, $"{dense.Parameters:N0} parameters, {dense.Macs:N0} MACs.\n");
        text.Append("Accuracy in % before and after fine-tuning; * marks what is not above the mean of the random plans before it.\n\n");
        Row(text, ["criterion", "normalisation", .. result.Budgets.SelectMany(Heads), "rank correlation", "within groups"]);
        Row(text, ["---", "---", .. result.Budgets.SelectMany(_ => (string[])["---:", "---:"]), "---:", "---:"]);
        foreach (CriterionCorrelation criterion in result.Correlations)
        {
            ComparisonCell[] cells = [.. result.Cells.Where(cell => cell.Criterion == criterion.Criterion)];
            Row(text,
            [
                $"`{criterion.Criterion}`", cells[0].Normalization,
                .. cells.SelectMany(cell => (string[])[Before(result, cell), Number(100 * cell.After.Accuracy)]),
                Number(criterion.OverAll), Number(criterion.WithinGroups),
            ]);
        }
        Row(text, ["random, mean and range", "mean", .. result.RandomDraws.SelectMany(draws => (string[])[Spread(draws), ""]), "", ""]);
        text.Append(CultureInfo.InvariantCulture, $"\nPruning, fine-tuning and measuring {result.Cells.Length} networks took ");
        text.Append(CultureInfo.InvariantCulture, $"{result.Cells.Sum(cell => cell.Seconds) / 60:0.0} minutes.\n\n");
        Row(text, ["setting", "value"]);
        Row(text, ["---", "---"]);
        foreach ((string name, string value) in result.Settings)
        {
            Row(text, [name, value.Length == 0 ? "none" : value]);
        }
        return text.ToString();
    }

    /// <summary>One row for each criterion and budget.</summary>
    public static string Accuracies(ComparisonResult result) => Csv(
        "criterion,normalization,budget,unit,macs,parameters,accuracy_before,loss_before,accuracy_after,loss_after,seconds",
        result.Cells.Select(cell => (FormattableString)
            $"{Key(cell)},{cell.Cost.Macs},{cell.Cost.Parameters},{Csv(cell.Before)},{Csv(cell.After)},{cell.Seconds:0.0}"));

    /// <summary>One row for each criterion, budget and group.</summary>
    public static string Widths(ComparisonResult result) => Csv(
        "criterion,budget,unit,group,channels,kept",
        from cell in result.Cells
        from index in Enumerable.Range(0, cell.Widths.Length)
        let @group = result.Graph.Groups[index]
        select (FormattableString)$"{cell.Criterion},{cell.Budget},{cell.Unit},{@group.Name},{@group.Channels},{cell.Widths[index]}");

    /// <summary>One row for each channel that was removed by itself, with its normalised score by each criterion.</summary>
    public static string LossChanges(ComparisonResult result) => Csv(
        $"group,channel,loss_change,{string.Join(',', result.Criteria)}",
        result.LossChanges.Select((change, index) => (FormattableString)
            $"{change.Group},{change.Channel},{change.Change:R},{ScoresOf(result, index)}"));

    /// <summary>One row for each group and ratio.</summary>
    public static string Sensitivity(ComparisonResult result) => Csv(
        "group,ratio,kept,accuracy",
        result.Sensitivity.Select(point => (FormattableString)$"{point.Group},{point.Ratio},{point.Kept},{point.Quality}"));

    private static string Key(ComparisonCell cell) =>
        FormattableString.Invariant($"{cell.Criterion},{cell.Normalization},{cell.Budget},{cell.Unit}");

    private static string Csv(EvaluationResult measured) => $"{Exact(measured.Accuracy)},{Exact(measured.Loss)}";

    private static string ScoresOf(ComparisonResult result, int change) =>
        string.Join(',', result.Correlations.Select(found => Exact(found.Scores[change])));

    private static string[] Heads(Budget budget)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{budget.Fraction:0.###} of the {budget.Unit}");
        return [$"{name}: before", "after"];
    }

    private static string Before(ComparisonResult result, ComparisonCell cell)
    {
        RandomDraws chance = result.RandomDraws.Single(draws => (draws.Unit, draws.Budget) == (cell.Unit, cell.Budget));
        string star = !chance.Accuracies.IsEmpty && cell.Before.Accuracy <= chance.Accuracies.Average() ? "*" : "";
        return Number(100 * cell.Before.Accuracy) + star;
    }

    private static string Spread(RandomDraws draws) => draws.Accuracies.IsEmpty
        ? ""
        : $"{Number(100 * draws.Accuracies.Average())} ({Number(100 * draws.Accuracies.Min())} to {Number(100 * draws.Accuracies.Max())})";

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Csv(string head, IEnumerable<FormattableString> rows) =>
        string.Concat(rows.Select(FormattableString.Invariant).Prepend(head).Select(row => row + "\n"));

    private static string Percent(double share) => share.ToString("0.00%", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
