using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Pruning.CodeFixes;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Tests.Caching;

namespace Pruning.Generators.Tests.CodeFixes;

/// <summary>Mistyped names in attributes and plan files become the nearest ones that exist.</summary>
public sealed class CorrectNameTests
{
    private const string Source = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable("N,3")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear stem = Linear(3, 6);
            private readonly Linear last = Linear(6, 2);

            public Net() : base("Net") => RegisterComponents();

            public static Net Create() => new();

            public override Tensor forward(Tensor x) => last.call(stem.call(x));
        }

        """;

    [Theory]
    [InlineData("Entry = \"forwrad\"", "Entry = \"forward\"")]
    [InlineData("Factory = \"Crete\"", "Factory = \"Create\"")]
    public async Task A_name_in_the_attribute_is_corrected(string wrong, string right)
    {
        string source = Source.Replace("[Prunable(\"N,3\")]", $"[Prunable(\"N,3\", {wrong})]");

        string actual = await (await FixRun.On(new CorrectName(), source)).All();

        actual.ShouldBe(source.Replace(wrong, right));
    }

    [Theory]
    [InlineData("\"stem\"", "\"stme\"")]
    [InlineData("\"model\": \"Net\"", "\"model\": \"Nett\"")]
    public async Task A_name_in_a_plan_is_corrected(string right, string wrong)
    {
        var compilation = TestSources.Compile(Source);
        string fingerprint = System.Text.RegularExpressions.Regex
            .Match(new GeneratorRun(compilation).Result.GeneratedSources.Single().SourceText.ToString(), "fingerprint: \"(\\w+)\"").Groups[1].Value;
        string plan = $$"""
            {
              "format": "pruning-plan/1",
              "model": "Net",
              "fingerprint": "{{fingerprint}}",
              "groups": {
                "stem": { "of": 6, "keep": [0, 1, 2] }
              }
            }
            """;
        string mistyped = plan.Replace(right, wrong);
        var run = new GeneratorRun(compilation, ("/tmp/Slim.prune.json", mistyped));
        Diagnostic diagnostic = run.Result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.GetMessage().ShouldContain("did you mean");
        diagnostic.Properties[FixData.Replacement].ShouldBe(right.Contains("stem") ? "stem" : "Net");

        var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("Tested", LanguageNames.CSharp);
        TextDocument file = project.AddAdditionalDocument("Slim.prune.json", mistyped, filePath: "/tmp/Slim.prune.json");
        CodeAction? action = null;
        await new CorrectPlanName().RegisterCodeFixesAsync(new CodeFixContext(
            file, diagnostic.Location.SourceSpan, ImmutableArray.Create(diagnostic), (registered, _) => action = registered, CancellationToken.None));
        var operations = await action.ShouldNotBeNull().GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        string corrected = (await changed.GetAdditionalDocument(file.Id)!.GetTextAsync()).ToString();

        corrected.ShouldBe(plan);
        run.EditFile("/tmp/Slim.prune.json", corrected);
        run.Result.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_is_like_no_other_is_left_alone()
    {
        FixRun run = await FixRun.On(new CorrectName(), Source.Replace("[Prunable(\"N,3\")]", "[Prunable(\"N,3\", Entry = \"somethingElse\")]"));

        (await run.Offered()).ShouldBeEmpty();
    }
}
