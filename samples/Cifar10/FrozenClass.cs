using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Pruning;
using Pruning.Generators;

namespace Cifar10;

/// <summary>
/// The class that a plan freezes. A build makes it from a plan file among its additional files; to show it at once, the program runs the
/// same generator on the same sources, which it carries along.
/// </summary>
internal static class FrozenClass
{
    /// <summary>The C# source of the frozen class.</summary>
    /// <exception cref="PruningException">The generator rejects the plan.</exception>
    public static string Generate(ModelEntry model, string planFile)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Frozen", Sources(), References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create(new PruningGenerator())
            .AddAdditionalTexts([new PlanText(Path.GetFileName(planFile), File.ReadAllText(planFile))]);
        GeneratorDriverRunResult result = driver.RunGenerators(compilation).GetRunResult();
        return result.Results
            .SelectMany(generator => generator.GeneratedSources)
            .Where(source => source.HintName.Contains($"{model.Class}Slim", StringComparison.Ordinal))
            .Select(source => source.SourceText.ToString())
            .SingleOrDefault()
            ?? throw new PruningException(
                $"The generator made no class of {planFile}: "
                + string.Join("; ", result.Diagnostics.Select(diagnostic => diagnostic.GetMessage())));
    }

    private static IEnumerable<SyntaxTree> Sources()
    {
        // What the SDK adds to this project by itself (ImplicitUsings).
        yield return CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.Linq;");
        Assembly assembly = typeof(FrozenClass).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            yield return CSharpSyntaxTree.ParseText(SourceText.From(stream, Encoding.UTF8), path: name);
        }
    }

    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path));

    private sealed class PlanText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }
}
