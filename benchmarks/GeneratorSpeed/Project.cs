using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratorSpeed;

/// <summary>A project with models, and with one file that has nothing to do with them.</summary>
internal sealed class Project
{
    /// <summary>The name of the file beside the models.</summary>
    public const string Elsewhere = "Elsewhere.cs";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string Unrelated = """
        namespace ModelZoo;

        internal static class Elsewhere
        {
            public const int Number = 1;

            public static int Twice(int value) => 2 * value;

            public static string Text()
            {
                return "text";
            }
        }
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    // What the models are compiled against is what this program runs on.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("ModelZoo.dll" or "GeneratorSpeed.dll" or "Pruning.Generators.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly SyntaxTree[] _trees;

    private Project(IEnumerable<(string Path, string Text)> sources) => _trees =
    [
        .. sources.Select(source => Tree(source.Text, source.Path)),
        Tree(ImplicitUsings, "ImplicitUsings.cs"),
        Tree(Unrelated, Elsewhere),
    ];

    /// <summary>How many models there are.</summary>
    public int Models => _trees.Sum(tree => Regex.Count(tree.ToString(), @"^\s*\[Prunable\(", RegexOptions.Multiline));

    /// <summary>How many files there are, but for those that are not of the zoo.</summary>
    public int Files => _trees.Length - 2;

    /// <summary>The models of samples/ModelZoo.</summary>
    public static Project ModelZoo() => new(Directory.GetFiles(ZooFolder(), "*.cs")
        .Order(StringComparer.Ordinal)
        .Select(path => (path, File.ReadAllText(path))));

    /// <summary>The same without the attribute of any model but one.</summary>
    public static Project Of(string model, Project zoo) => new(zoo._trees.SkipLast(2).Select(tree => (tree.FilePath, Regex.Replace(
        tree.ToString(), $@"\[Prunable\([^\]]*\)\](?!\s+public sealed partial class {model}\b)", ""))));

    /// <summary>A new compilation, about which the compiler knows nothing yet.</summary>
    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "Measured",
        _trees,
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A parsed file.</summary>
    public static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, Options, path);

    /// <summary>Where the zoo lies.</summary>
    private static string ZooFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pruning.sln")))
        {
            folder = folder.Parent;
        }

        string root = folder?.FullName ?? throw new DirectoryNotFoundException("This program must lie inside of the repository.");
        return Path.Combine(root, "samples", "ModelZoo");
    }
}
