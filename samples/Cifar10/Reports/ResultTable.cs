using System.Globalization;
using Spectre.Console;

namespace Cifar10.Reports;

/// <summary>The results for people to read.</summary>
internal static class ResultTable
{
    public static Table Of(IReadOnlyList<Measurement> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("");
        foreach (string column in (string[])["accuracy", "parameters", "MACs", "latency", "size on disk"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }
        Measurement dense = rows[0];
        foreach (Measurement row in rows)
        {
            table.AddRow(
                row.Name,
                Format($"{row.Result.Accuracy:0.00%}"),
                Format($"{row.Result.Parameters:N0} ({Share(row.Result.Parameters, dense.Result.Parameters)})"),
                Format($"{row.Result.Macs / 1e6:0.00} M ({Share(row.Result.Macs, dense.Result.Macs)})"),
                Format($"{row.Result.LatencyMs:0.00} ms"),
                Format($"{row.FileSize / 1024.0:0} KiB"));
        }
        return table;
    }

    private static string Share(double part, double whole) => Format($"{part / whole:0%}");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
