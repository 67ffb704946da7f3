using System.Globalization;
using System.Text;

namespace Pruning.Tool.Graphs;

/// <summary>A model's groups as a table in Markdown.</summary>
internal static class GroupTable
{
    private static readonly string[] Columns =
    [
        "group", "channels", "at least", "exact", "parameters each", "MACs each", "activations each", "produced by", "read by", "followed by",
    ];

    /// <summary>One row per group.</summary>
    public static string Of(CouplingGraph couplings)
    {
        Graph model = couplings.Model;
        Cost dense = model.Cost(model.DenseWidths);
        var text = new StringBuilder();
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""
            # {model.Model}

            {model.Groups.Length} groups, {model.DenseWidths.Sum()} prunable channels, fingerprint `{model.Fingerprint}`.
            The dense network has {Number(dense.Parameters)} parameters; one sample takes {Number(dense.Macs)} multiply-accumulates and
            {Number(dense.Activations)} elements of activation memory. What one channel costs is what the dense network saves without it.

            | {string.Join(" | ", Columns)} |
            | --- | ---: | ---: | --- | ---: | ---: | ---: | --- | --- | --- |

            """).ReplaceLineEndings("\n"));
        for (int group = 0; group < model.Groups.Length; group++)
        {
            Row(text, couplings, group);
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, CouplingGraph couplings, int index)
    {
        Graph model = couplings.Model;
        Group group = model.Groups[index];
        int[] narrower = [.. model.DenseWidths];
        narrower[index]--;
        Cost one = model.MarginalCost(narrower, index);
        text.Append(CultureInfo.InvariantCulture, $"| `{group.Name}` | {group.Channels} | {group.MinimumWidth} ");
        text.Append(CultureInfo.InvariantCulture, $"| {(group.IsExact ? "yes" : "no")} ");
        text.Append(CultureInfo.InvariantCulture, $"| {Number(one.Parameters)} | {Number(one.Macs)} | {Number(one.Activations)} ");
        foreach (LinkKind kind in (LinkKind[])[LinkKind.Produces, LinkKind.Reads, LinkKind.Follows])
        {
            text.Append("| ").AppendJoin(", ", couplings.LayersOf(index, kind).Select(layer => $"`{layer.Path}`")).Append(' ');
        }

        text.Append("|\n");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
