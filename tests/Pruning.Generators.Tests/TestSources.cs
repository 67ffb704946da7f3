using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pruning.Generators.Tests;

/// <summary>Makes compilations of the test models and of sources that a test writes.</summary>
internal static class TestSources
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>What the SDK imports by itself.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Pruning.Generators.Tests.dll" or "Pruning.Generators.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The text of a file in Models.</summary>
    public static string Model(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"There is no model file '{file}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A tree for a source file.</summary>
    public static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, Options, path);

    /// <summary>A compilation of sources, which must be free of errors.</summary>
    public static CSharpCompilation Compile(params string[] sources)
    {
        CSharpCompilation compilation = CompileAnything(sources);
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return compilation;
    }

    /// <summary>A compilation of sources, which may have errors.</summary>
    public static CSharpCompilation CompileAnything(params string[] sources) => CSharpCompilation.Create(
        "Tested",
        sources.Select((source, i) => Tree(source, $"Source{i}.cs")).Append(Tree(ImplicitUsings, "ImplicitUsings.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
