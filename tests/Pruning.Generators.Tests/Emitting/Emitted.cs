using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators.Coupling;
using Pruning.Generators.Emitting;

namespace Pruning.Generators.Tests.Emitting;

/// <summary>Emits code for test models, compiles it and loads it.</summary>
internal static class Emitted
{
    /// <summary>The solved model of a class in a file of Models.</summary>
    public static PruningModel Solve(string type, string file) => CouplingSolver.Solve(Pruning.Generators.Tests.Reading.Reader.ReadModel(type, file));

    /// <summary>Compiles the file of Models together with emitted code; no warning is let pass.</summary>
    public static Assembly Compile(string file, params string[] emitted)
    {
        CSharpCompilation compilation = TestSources.Compile(TestSources.Model(file))
            .AddSyntaxTrees(emitted.Select((code, place) => TestSources.Tree(code, $"Emitted{place}.cs")));
        compilation = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree?.FilePath.StartsWith("Emitted", StringComparison.Ordinal) == true)
            .Select(diagnostic => diagnostic + "\n" + diagnostic.Location.SourceTree!.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line])
            .ShouldBeEmpty();
        using var image = new MemoryStream();
        compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image).Success.ShouldBeTrue();
        image.Position = 0;
        return new AssemblyLoadContext("emitted", isCollectible: false).LoadFromStream(image);
    }

    /// <summary>Compiles a model with what is emitted for it.</summary>
    public static Type Load(string type, string file) =>
        Compile(file, ModelEmitter.Emit(Solve(type, file))).GetType("Models." + type, throwOnError: true)!;
}
