using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pruning.Generators.Tests.Caching;

/// <summary>What is generated depends on nothing but the sources, and warns of nothing, whatever the project's nullable context.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Files = ["ResNetCifar.cs", "VggBn.cs", "Small.cs", "Variants.cs", "Told.cs", "Restricted.cs"];

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        string[] sources = [.. Files.Select(TestSources.Model)];
        Dictionary<string, string> expected = new GeneratorRun(TestSources.Compile(sources)).Sources;
        expected.Count.ShouldBeGreaterThan(12);

        new GeneratorRun(TestSources.Compile([.. sources.Reverse()])).Sources.ShouldBe(expected, ignoreOrder: true);
        new GeneratorRun(TestSources.Compile([.. sources[3..], .. sources[..3]])).Sources.ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void It_warns_of_nothing_with_nullable_on_and_off(NullableContextOptions nullable)
    {
        CSharpCompilation compilation = TestSources.Compile([.. Files.Select(TestSources.Model)]);
        var run = new GeneratorRun(compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable).WithWarningLevel(9999)));
        run.Result.Diagnostics.ShouldBeEmpty();
        HashSet<SyntaxTree> generated = [.. run.Result.GeneratedSources.Select(source => source.SyntaxTree)];

        run.Output.GetDiagnostics()
            .Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Location.SourceTree is { } tree && generated.Contains(tree))
            .Select(found => found.ToString())
            .ShouldBeEmpty();
    }
}
