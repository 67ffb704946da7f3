using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Tests.Caching;

/// <summary>Only what an edit changes is computed anew.</summary>
public sealed class CachingTests
{
    private const string Network = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Edited;

        [Pruning.Prunable("N,3,8,8")]
        public partial class NAME : Module<Tensor, Tensor>
        {
            private readonly Conv2d first = Conv2d(3, 6, 3);
            private readonly Conv2d second = Conv2d(6, 4, 3);

            public NAME() : base("NAME") => RegisterComponents();

            public override Tensor forward(Tensor x) => second.call(first.call(x));
        }
        """;

    private const string Unrelated = """
        namespace Edited
        {
            public static class Elsewhere
            {
                public const int Number = 1;

                public static int Twice(int value) => 2 * value;
            }
        }
        """;

    private const string Plan = """
        {
          "format": "pruning-plan/1",
          "model": "Edited.First",
          "fingerprint": "FINGERPRINT",
          "groups": { "first": { "of": 6, "keep": [0, 3, 5] } }
        }
        """;

    private static readonly string[] Steps = [StepNames.Networks, StepNames.Couplings, StepNames.Files];

    [Theory]
    [InlineData("2 * value", "value + value")] // a method's body
    [InlineData("Number = 1", "Number = 2")]
    [InlineData("public const", "// A comment.\npublic const")]
    [InlineData("public const", "public static int Other() => 2;\npublic const")]
    [InlineData("}\n}", "}\n\npublic sealed record New(int Number);\n}")]
    public void An_edit_elsewhere_leaves_everything_as_it_is(string what, string with)
    {
        GeneratorRun run = Start(("Slim.prune.json", PlanOfFirst()));

        run.Edit(2, text => text.Replace(what, with));

        run.Reasons(StepNames.Networks).ShouldBeSubsetOf([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached]);
        run.Reasons(StepNames.Couplings).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
        run.OutputReasons.ShouldBe(Enumerable.Repeat(IncrementalStepRunReason.Cached, 3));
    }

    [Theory]
    [InlineData("using TorchSharp;", "// A comment.\n\nusing TorchSharp;")]
    [InlineData("=> second.call(first.call(x));", "{ return second.call(first.call(x)); }")]
    public void What_means_the_same_leaves_the_outputs_as_they_are(string what, string with)
    {
        GeneratorRun run = Start();

        run.Edit(0, text => text.Replace(what, with));

        run.Reasons(StepNames.Networks).ShouldBeSubsetOf([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached]);
        run.Reasons(StepNames.Couplings).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
        run.OutputReasons.ShouldBe(Enumerable.Repeat(IncrementalStepRunReason.Cached, 2));
    }

    [Fact]
    public void An_edit_of_one_model_leaves_the_other_as_it_is()
    {
        GeneratorRun run = Start(("Slim.prune.json", PlanOfFirst()));

        run.Edit(1, text => text.Replace("Conv2d(3, 6, 3)", "Conv2d(3, 12, 3)").Replace("Conv2d(6, 4, 3)", "Conv2d(12, 4, 3)"));

        run.Reasons(StepNames.Couplings)
            .ShouldBe([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], ignoreOrder: true);
        run.Reasons(StepNames.FrozenClasses).ShouldBe([IncrementalStepRunReason.Unchanged]);
        run.OutputReasons.ShouldBe(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], ignoreOrder: true);
        run.Sources["Edited.Second.Pruning.g.cs"].ShouldContain("12");
        run.Sources["Edited.First.Pruning.g.cs"].ShouldNotContain("12");
    }

    [Fact]
    public void A_new_model_leaves_the_others_as_they_are()
    {
        GeneratorRun run = Start();

        run.Change(compilation => compilation.AddSyntaxTrees(TestSources.Tree(Network.Replace("NAME", "Third"), "Third.cs")));

        run.OutputReasons.ShouldBe(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.New], ignoreOrder: true);
    }

    [Fact]
    public void Old_compilations_can_be_collected()
    {
        GeneratorRun run = Start();
        WeakReference old = Edited(run);

        run.Edit(2, text => text.Replace("Number = 2", "Number = 3"));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        old.IsAlive.ShouldBeFalse();
        run.Sources.Count.ShouldBe(2);
    }

    [Fact]
    public void A_change_of_a_plan_reads_no_model_again()
    {
        GeneratorRun run = Start(("Slim.prune.json", "{}"));

        run.EditFile("Slim.prune.json", "[]");

        run.Reasons(StepNames.Plans).ShouldBe([IncrementalStepRunReason.Modified]);
        Steps.SelectMany(run.Reasons).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void No_step_holds_on_to_the_compiler()
    {
        GeneratorRun run = Start();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        foreach (IncrementalGeneratorRunStep step in Steps.SelectMany(name => run.Result.TrackedSteps[name]))
        {
            Array.ForEach([.. step.Outputs], output => Walk(output.Value, seen));
        }

        seen.Count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void The_output_is_the_same_each_time_and_in_each_culture()
    {
        Dictionary<string, string> expected = Start().Sources;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            foreign.NumberFormat.NegativeSign = "\u2212";
            foreign.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = foreign;
            Start().Sources.ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Without_the_attribute_nothing_is_generated()
    {
        var run = new GeneratorRun(TestSources.Compile(Network.Replace("NAME", "Plain").Replace("[Pruning.Prunable(\"N,3,8,8\")]", "")));

        run.Result.GeneratedSources.ShouldBeEmpty();
        run.Result.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Names_that_differ_only_in_case_do_not_collide()
    {
        var run = new GeneratorRun(TestSources.Compile(Network.Replace("NAME", "Net"), Network.Replace("NAME", "NET")));

        run.Result.Exception.ShouldBeNull();
        run.Result.GeneratedSources.Length.ShouldBe(2);
    }

    // A method of its own, so that no local variable holds what is to be collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Edited(GeneratorRun run)
    {
        run.Edit(2, text => text.Replace("Number = 1", "Number = 2"));
        return new WeakReference(run.Compilation);
    }

    private static string PlanOfFirst() => Plan.Replace("FINGERPRINT", Regex.Match(
        Start().Sources["Edited.First.Pruning.g.cs"], "fingerprint: \"([0-9a-f]{16})\"").Groups[1].Value);

    private static GeneratorRun Start(params (string, string)[] files) =>
        new(TestSources.Compile(Network.Replace("NAME", "First"), Network.Replace("NAME", "Second"), Unrelated), files);

    private static void Walk(object? value, HashSet<object> seen)
    {
        value.ShouldNotBeAssignableTo<ISymbol>();
        value.ShouldNotBeAssignableTo<SyntaxNode>();
        value.ShouldNotBeAssignableTo<SyntaxTree>();
        value.ShouldNotBeAssignableTo<Location>();
        value.ShouldNotBeAssignableTo<Compilation>();
        value.ShouldNotBeAssignableTo<IOperation>();
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, seen);
            }
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in type.GetFields(Own))
            {
                if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer)
                {
                    Walk(field.GetValue(value), seen);
                }
            }
        }
    }
}
