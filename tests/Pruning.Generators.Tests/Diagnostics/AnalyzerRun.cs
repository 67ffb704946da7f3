using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>Runs the analyzer on sources.</summary>
internal static class AnalyzerRun
{
    /// <summary>What the analyzer says, as <c>ID text-under-the-squiggle</c>.</summary>
    public static async Task<string[]> On(params string[] sources)
    {
        IEnumerable<Diagnostic> found = await Diagnostics(sources);
        return
        [
            .. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic =>
                $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}"),
        ];
    }

    public static async Task<IReadOnlyList<Diagnostic>> Diagnostics(params string[] sources)
    {
        CSharpCompilation compilation = TestSources.Compile(sources);
        return await compilation.WithAnalyzers([new PrunableAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
