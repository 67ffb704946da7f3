using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators;
using Pruning.Generators.Coupling;
using Pruning.Generators.Emitting;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading;

namespace GeneratorSpeed;

/// <summary>Runs the generator and measures it.</summary>
internal static class Generation
{
    /// <summary>A new driver on a new compilation of the same files; the references have been read before, by another compilation.</summary>
    public static void Cold(string what, double goal, Project project, int rounds)
    {
        CSharpCompilation before = project.Compile();
        Run(NewDriver(before), before);
        CSharpCompilation compilation = before;
        Measurement.Of(() => compilation = project.Compile(), () => Run(NewDriver(compilation), compilation), rounds).Print(what, goal);
        GC.KeepAlive(before);
    }

    /// <summary>The driver of the run before, after an edit.</summary>
    public static void AfterEdit(string what, double? goal, Project project, Edit edit, int rounds)
    {
        Compilation original = project.Compile();
        Compilation edited = original;
        GeneratorDriver driver = Run(NewDriver(original), original);
        int round = 0;
        Measurement.Of(
            () => edited = edit.Apply(original, round++),
            () => driver = Run(driver, edited),
            rounds).Print(what, goal);
    }

    /// <summary>The three stages of the project's only model, each on its own.</summary>
    public static IEnumerable<(string Step, Action Action)> Steps(Project project)
    {
        NetworkModel network = Read(project);
        PruningModel model = CouplingSolver.Solve(network);
        CSharpCompilation warm = project.Compile();
        yield return ("reading, with the compiler's own work", () => Read(project));
        yield return ("reading, where the compiler is warm", () => Read(warm));
        yield return ("grouping", () => CouplingSolver.Solve(network));
        yield return ("emitting", () => ModelEmitter.Emit(model));
    }

    /// <summary>What the memory of a process grows by.</summary>
    public static void PrintMemory(Project project)
    {
        CSharpCompilation compilation = project.Compile();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        GeneratorDriver driver = Run(NewDriver(compilation), compilation);
        long peak = GC.GetTotalMemory(forceFullCollection: false) - before;
        long after = GC.GetTotalMemory(forceFullCollection: true) - before;
        compilation = project.Compile();
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(driver);
        GC.KeepAlive(compilation);
        Console.WriteLine($"memory of a cold run of the whole zoo: {Megabytes(after)} held with what the compiler has bound, " +
            $"{Megabytes(kept)} of it by the driver, {Megabytes(peak)} before a garbage collection (goal: 50 MB)");
    }

    private static string Megabytes(long bytes) => $"{bytes / 1048576.0:F1} MB";

    private static NetworkModel Read(Project project) => Read(project.Compile());

    private static NetworkModel Read(CSharpCompilation compilation)
    {
        INamedTypeSymbol attribute = compilation.GetTypeByMetadataName(ModelReader.AttributeName)!;
        INamedTypeSymbol type = compilation.GlobalNamespace.GetNamespaceMembers().Single(space => space.Name == "ModelZoo").GetTypeMembers()
            .Single(type => type.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute)));
        return ModelReader.Read(type, type.GetAttributes().Single(), compilation, CancellationToken.None).Model!;
    }

    private static GeneratorDriver NewDriver(Compilation compilation) => CSharpGeneratorDriver.Create(
        [new PruningGenerator().AsSourceGenerator()],
        parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options);

    private static GeneratorDriver Run(GeneratorDriver driver, Compilation compilation)
    {
        driver = driver.RunGenerators(compilation);
        GeneratorDriverRunResult result = driver.GetRunResult();
        return result.Diagnostics.IsEmpty && result.GeneratedTrees.Length > 0
            ? driver
            : throw new InvalidOperationException("The generator failed: " + string.Join("\n", result.Diagnostics));
    }
}
