using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pruning.Generators.Tests.Caching;

/// <summary>What is generated for the test models compiles, without a warning.</summary>
public sealed class GeneratedCodeTests
{
    [Theory]
    [InlineData("ResNetCifar.cs", 5)]
    [InlineData("VggBn.cs", 2)]
    [InlineData("Small.cs", 2)]
    public void It_compiles_without_warnings(string file, int models)
    {
        var run = new GeneratorRun(TestSources.Compile(TestSources.Model(file)));

        run.Result.Diagnostics.ShouldBeEmpty();
        run.Result.GeneratedSources.Length.ShouldBe(models);
        var generated = run.Result.GeneratedSources.Select(source => source.SyntaxTree).ToHashSet();
        run.Output.WithOptions(((CSharpCompilationOptions)run.Output.Options).WithWarningLevel(9999))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Where(diagnostic => diagnostic.Location.SourceTree is { } tree && generated.Contains(tree))
            .Select(diagnostic => diagnostic.ToString())
            .Take(20)
            .ShouldBeEmpty();
    }
}
