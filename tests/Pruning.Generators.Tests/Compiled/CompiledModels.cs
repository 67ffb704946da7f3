using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Tests.Caching;

namespace Pruning.Generators.Tests.Compiled;

/// <summary>
/// Compiles many classes <c>Net</c> with what is generated for them, each in a namespace of its own: one compilation costs far less than
/// many.
/// </summary>
internal static class CompiledModels
{
    private const string Usings = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;
        """;

    /// <summary>The models in the order of their sources; what is wrong with the code that is generated for one stands with it.</summary>
    public static CompiledModel[] Of(IReadOnlyList<string> sources)
    {
        CSharpCompilation compilation = TestSources.Compile(
            [.. sources.Select((source, i) => $"{Usings}\nnamespace Case{i};\n{source}")]);
        ILookup<SyntaxTree?, string> reports = compilation.WithAnalyzers([new PrunableAnalyzer()]).GetAnalyzerDiagnosticsAsync().Result
            .ToLookup(report => report.Location.SourceTree, report => $"{report.Id} {report.GetMessage()}");
        var run = new GeneratorRun(compilation);
        run.Result.Diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldBeEmpty();

        ILookup<SyntaxTree, string> faults = run.Output.GetDiagnostics()
            .Where(fault => fault.Severity >= DiagnosticSeverity.Warning && fault.Location.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree))
            .ToLookup(fault => fault.Location.SourceTree!, fault => $"{fault}: {Line(fault)}");
        Assembly assembly = Load(run.Output.RemoveSyntaxTrees(faults.Select(tree => tree.Key)));
        return [.. sources.Select((_, i) => new CompiledModel(
            assembly.GetType($"Case{i}.Net", throwOnError: true)!,
            [.. reports[compilation.SyntaxTrees[i]]],
            [.. faults.Where(tree => Path.GetFileName(tree.Key.FilePath).StartsWith($"Case{i}.")).SelectMany(tree => tree)]))];
    }

    private static Assembly Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())
            .ShouldBeEmpty();
        image.Position = 0;
        // Not collectible: code that can be collected is always compiled at full cost, and this runs once.
        return new AssemblyLoadContext("models").LoadFromStream(image);
    }

    private static string Line(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString();
}
