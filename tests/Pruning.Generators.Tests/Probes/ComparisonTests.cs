using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pruning.Generators.Tests.Probes;

/// <summary>The section "Probes" of docs/comparison.md says what the table of probes says, and the table what the list of probes says.</summary>
public sealed class ComparisonTests
{
    private const string Heading = "## Probes";
    private static readonly Regex Section = new($@"{Heading}\n[\s\S]*?(?=\n## |\z)");

    /// <summary>Set PRUNING_WRITE_DOCS to 1 to write the section instead.</summary>
    [Fact]
    public void The_document_has_a_row_for_each_probe()
    {
        string path = RepositoryFiles.Documentation("comparison.md");
        string document = File.ReadAllText(path);
        Match section = Section.Match(document);
        if (Environment.GetEnvironmentVariable("PRUNING_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, section.Success ? document.Replace(section.Value, Text()) : $"{document.TrimEnd()}\n\n{Text()}");
            return;
        }

        section.Value.TrimEnd().ShouldBe(Text().TrimEnd());
    }

    [SkippableFact]
    public void The_table_has_the_probes_of_the_list()
    {
        using JsonDocument list = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Shared("reference/torch-pruning-cases.json")));
        ProbeTable.All.Select(probe => $"{probe.Id}: {probe.Theirs}").Order(StringComparer.Ordinal)
            .ShouldBe(list.RootElement.GetProperty("cases").EnumerateArray()
                .Select(probe => $"{probe.GetProperty("id").GetString()}: {probe.GetProperty("torchPruning").GetString()}")
                .Order(StringComparer.Ordinal));
    }

    private static string Text()
    {
        IEnumerable<string> rows = ProbeTable.All.Select(probe => $"| {probe.Id} | {probe.Case} | {probe.Theirs} | {probe.Ours} |");
        return $"""
            {Heading}

            What Torch-Pruning 1.6.1 does on small networks, and what is true of the same networks here. *Exact* means that the pruned
            network computes what the dense one computes with the weights that read removed channels set to zero, for random plans; each
            row is a test (`tests/Pruning.Generators.Tests/Probes`), and so is each variant. This section is written by a test:
            `PRUNING_WRITE_DOCS=1 dotnet test tests/Pruning.Generators.Tests --filter ComparisonTests`.

            | probe | what it is | Torch-Pruning | here |
            | --- | --- | --- | --- |
            {string.Join("\n", rows)}

            """;
    }
}
