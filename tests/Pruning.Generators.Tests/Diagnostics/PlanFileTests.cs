using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Tests.Caching;

namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>Plan files among the additional files: they become classes, or errors with line and column.</summary>
public sealed class PlanFileTests
{
    private const string Plan = """
        {
          "format": "pruning-plan/1",
          "model": "Models.Plain",
          "fingerprint": "FINGERPRINT",
          "groups": {
            "layers.conv1": { "of": 8, "keep": [0, 3, 5] },
            "layers.conv2": { "of": 16, "keep": [0, 1, 2, 3] },
            "layers.fc1": { "of": 32, "keep": [7, 8] }
          }
        }
        """;

    private static readonly string Fingerprint = Regex.Match(
        Run("Empty.txt", "").Sources["Models.Plain.Pruning.g.cs"], "fingerprint: \"([0-9a-f]{16})\"").Groups[1].Value;

    [Fact]
    public void A_plan_becomes_a_class_with_the_files_name()
    {
        GeneratorRun run = Run("plans/PlainSlim.prune.json", Plan.Replace("FINGERPRINT", Fingerprint));

        run.Result.Diagnostics.ShouldBeEmpty();
        INamedTypeSymbol slim = run.Output.GetTypeByMetadataName("Models.PlainSlim").ShouldNotBeNull();
        run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        slim.DeclaringSyntaxReferences.Single().GetSyntax().ToString().ShouldContain("3, kernel_size: 5");
    }

    [Theory]
    [InlineData("\"format\": \"pruning-plan/1\",", "\"format\": \"pruning-plan/1\"", "PRUNE2001", 3, 3)]
    [InlineData("pruning-plan/1", "pruning-plan/9", "PRUNE2001", 2, 13)]
    [InlineData("[0, 3, 5]", "[0, 5, 3]", "PRUNE2001", 6, 47)]
    [InlineData("[0, 3, 5]", "[]", "PRUNE2001", 6, 40)]
    [InlineData("Models.Plain", "Models.Fancy", "PRUNE2002", 3, 12)]
    [InlineData("\"layers.conv1\": { \"of\": 8", "\"layers.conv1\": { \"of\": 9", "PRUNE2002", 6, 5)]
    [InlineData("\"layers.conv1\":", "\"layers.conv9\":", "PRUNE2002", 6, 5)]
    [InlineData("\"FINGERPRINT\"", "\"0123456789abcdef\"", "PRUNE2002", 4, 18)]
    public void What_is_wrong_is_reported_at_its_place(string what, string with, string id, int line, int column)
    {
        GeneratorRun run = Run("PlainSlim.prune.json", Plan.Replace(what, with).Replace("FINGERPRINT", Fingerprint));

        Diagnostic diagnostic = run.Result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id);
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        place.Path.ShouldBe("PlainSlim.prune.json");
        (place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1).ShouldBe((line, column), diagnostic.ToString());
    }

    [Fact]
    public void Fewer_channels_than_the_minimum_are_reported()
    {
        const string TooSmall = """
            {
              "format": "pruning-plan/1",
              "model": "Models.Restricted",
              "fingerprint": "0123456789abcdef",
              "groups": {
                "stem": { "of": 12, "keep": [0, 1, 2] },
                "blocks.0.expand": { "of": 8, "keep": [0] },
                "blocks.1.expand": { "of": 10, "keep": [0] }
              }
            }
            """;

        GeneratorRun run = new(TestSources.Compile(TestSources.Model("Restricted.cs")), ("Small.prune.json", TooSmall));

        Diagnostic diagnostic = run.Result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("PRUNE2002");
        diagnostic.GetMessage().ShouldContain("needs at least 4 channels, at most 11, a multiple of 2, but the plan keeps 3");
        diagnostic.Location.GetLineSpan().StartLinePosition.Line.ShouldBe(5);
    }

    [Fact]
    public void A_files_name_that_is_no_class_name_is_reported()
    {
        GeneratorRun run = Run("plain-slim.prune.json", Plan.Replace("FINGERPRINT", Fingerprint));

        run.Result.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("PRUNE2001");
    }

    [Theory]
    [InlineData("b/PlainSlim.prune.json")]
    [InlineData("b/plainslim.prune.json")]
    public void Two_plans_for_one_class_are_reported_and_the_first_is_taken(string second)
    {
        string plan = Plan.Replace("FINGERPRINT", Fingerprint);

        GeneratorRun run = new(
            TestSources.Compile(TestSources.Model("Small.cs")), (second, plan.Replace("[0, 3, 5]", "[0]")), ("a/PlainSlim.prune.json", plan),
            ("a/PlainSlim.prune.json", plan));

        Diagnostic diagnostic = run.Result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("PRUNE2001");
        diagnostic.Location.GetLineSpan().Path.ShouldBe(second);
        diagnostic.GetMessage().ShouldContain("'a/PlainSlim.prune.json' gives one of the same name");
        run.Sources["Models.PlainSlim.Frozen.g.cs"].ShouldContain("3, kernel_size: 5");
    }

    private static GeneratorRun Run(string path, string text) => new(TestSources.Compile(TestSources.Model("Small.cs")), (path, text));
}
