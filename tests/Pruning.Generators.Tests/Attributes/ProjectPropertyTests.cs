using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Tests.Attributes;

/// <summary>Defaults for a whole project, by MSBuild properties.</summary>
public sealed class ProjectPropertyTests
{
    private const string Model = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d first = Conv2d(3, 16, 3);
            private readonly Linear last = Linear(16, 2);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => last.call(first.call(x).mean(new long[] { 2, 3 }));

            public Tensor features(Tensor x) => last.call(first.call(x).amax(new long[] { 2, 3 }));
        }
        """;

    /// <summary>What an attribute says of its own class cannot be said of all classes of a project.</summary>
    private static readonly string[] OfOneClass = ["Args", "Factory", "Name", "TypeId"];

    [Fact]
    public void The_project_says_what_the_attribute_leaves_open()
    {
        string code = Generate(Model, ("PruningInputs", "N,3,8,8"), ("PruningEntry", "features"), ("PruningMinimumWidth", "4"), ("PruningRoundTo", "2"));

        code.ShouldContain("MinimumWidth = 4, RoundTo = 2");
        code.ShouldContain(".amax(");
    }

    [Fact]
    public void The_attribute_counts_more_than_the_project()
    {
        string code = Generate(
            Model.Replace("[Prunable]", "[Prunable(\"N,3,8,8\", Entry = \"forward\", MinimumWidth = 1, RoundTo = 8)]"),
            ("PruningInputs", "N,4"), ("PruningEntry", "features"), ("PruningMinimumWidth", "4"), ("PruningRoundTo", "2"));

        code.ShouldContain("{ RoundTo = 8 }");
        code.ShouldContain(".mean(");
    }

    [Theory]
    [InlineData("PruningInputs", "N,3 8")]
    [InlineData("PruningEntry", "not a name")]
    [InlineData("PruningGrouped", "Some")]
    [InlineData("PruningMinimumWidth", "0")]
    [InlineData("PruningMinimumWidth", "many")]
    [InlineData("PruningRoundTo", "1.5")]
    public async Task An_invalid_value_is_reported_with_property_value_and_what_is_allowed(string property, string value)
    {
        Diagnostic found = (await Report(Model.Replace("[Prunable]", "[Prunable(\"N,3,8,8\")]"), (property, value))).ShouldHaveSingleItem();

        found.Id.ShouldBe("PRUNE0008");
        found.GetMessage().ShouldStartWith($"The property {property} is '{value}', but must be ");
    }

    [Fact]
    public async Task Valid_and_empty_values_are_not_reported() => (await Report(
        Model, ("PruningInputs", "N,3,8,8"), ("PruningEntry", ""), ("PruningMinimumWidth", " 2 "), ("PruningRoundTo", ""))).ShouldBeEmpty();

    [Fact]
    public void The_props_file_lets_the_compiler_see_each_property_that_the_attribute_has()
    {
        string props = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pruning.props"));
        var declared = System.Text.RegularExpressions.Regex.Matches(props, "<CompilerVisibleProperty Include=\"(\\w+)\"")
            .Select(match => match.Groups[1].Value);

        declared.ShouldBe(
            typeof(PrunableAttribute).GetProperties().Select(property => property.Name).Except(OfOneClass).Select(name => "Pruning" + name),
            ignoreOrder: true);
    }

    [Fact]
    public void Every_public_property_of_the_attributes_is_documented()
    {
        string documentation = File.ReadAllText(Path.ChangeExtension(typeof(PrunableAttribute).Assembly.Location, ".xml"));
        foreach (Type type in typeof(PrunableAttribute).Assembly.GetExportedTypes())
        {
            type.IsSealed.ShouldBeTrue();
            documentation.ShouldContain($"T:{type.FullName}\"");
            foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                documentation.ShouldContain($"P:{type.FullName}.{property.Name}\"");
            }
        }
    }

    private static string Generate(string source, params (string, string)[] properties)
    {
        CSharpCompilation compilation = TestSources.Compile(source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new PruningGenerator().AsSourceGenerator()], [], (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            new ProjectProperties(properties));
        return driver.RunGenerators(compilation).GetRunResult().GeneratedTrees.ShouldHaveSingleItem().ToString();
    }

    private static async Task<IReadOnlyList<Diagnostic>> Report(string source, params (string, string)[] properties) =>
        await TestSources.Compile(source)
            .WithAnalyzers([new PrunableAnalyzer()], new AnalyzerOptions([], new ProjectProperties(properties)))
            .GetAnalyzerDiagnosticsAsync();
}
