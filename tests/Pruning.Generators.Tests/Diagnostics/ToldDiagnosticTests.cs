using Pruning.CodeFixes;
using Pruning.Generators.Tests.CodeFixes;

namespace Pruning.Generators.Tests.Diagnostics;

/// <summary><c>[Coupled]</c>, <c>[Opaque]</c> and <c>[Assume]</c> that cannot hold, or say nothing new.</summary>
public sealed class ToldDiagnosticTests
{
    private const string Model = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable("N,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            /*left*/ private readonly Linear left = Linear(8, 6);
            /*right*/ private readonly Linear right = Linear(8, 6);
            /*other*/ private readonly Linear other = Linear(8, 4);
            /*act*/ private readonly ReLU act = ReLU();
            private readonly Linear last = Linear(10, 2);

            public Net() : base("Net") => RegisterComponents();

            /*forward*/
            public override Tensor forward(Tensor x)
            {
                Tensor y = act.call(left.call(x) + right.call(x));
                /*run*/
                return last.call(cat(new[] { y, other.call(x) }, 1));
            }

            /*method*/
        }

        """;

    [Theory]
    [InlineData("left", "Coupled(\"left\")", "PRUNE1005 \"left\"")]
    [InlineData("left", "Coupled(nameof(right))", "PRUNE1005 nameof(right)")]
    [InlineData("left", "Coupled(nameof(other))", "PRUNE1007 nameof(other)")]
    [InlineData("left", "Coupled(nameof(act))", "PRUNE1007 nameof(act)")]
    [InlineData("left", "Coupled(\"lfet\")", "PRUNE1007 \"lfet\"")]
    [InlineData("left", "Coupled", "PRUNE1007 Coupled")]
    [InlineData("act", "Coupled(nameof(left))", "PRUNE1007 nameof(left)")]
    public async Task Couplings_must_fit_the_code(string member, string attribute, string expected) =>
        (await AnalyzerRun.On(Model.Replace($"/*{member}*/", $"[{attribute}]"))).ShouldBe([expected]);

    [Fact]
    public async Task A_coupling_that_the_code_lacks_is_fine() => (await AnalyzerRun.On(Model
        .Replace("/*left*/", "[Coupled(nameof(right))]")
        .Replace("left.call(x) + right.call(x)", "cat(new[] { left.call(x), right.call(x) }, 1)")
        .Replace("Linear(10, 2)", "Linear(16, 2)"))).ShouldBeEmpty();

    [Fact]
    public async Task A_coupling_must_not_contradict_the_code() => (await AnalyzerRun.On(Model
        .Replace("/*left*/", "[Coupled(nameof(right))]")
        .Replace("left.call(x) + right.call(x)", """
            cat(new[] { left.call(x).view(-1, 2, 3).transpose(1, 2).reshape(-1, 6) * right.call(x).view(-1, 3, 2).transpose(1, 2).reshape(-1, 6) }, 1)
            """))).ShouldNotContain("PRUNE9001 Net");

    [Fact]
    public async Task Different_widths_are_named()
    {
        var found = await AnalyzerRun.Diagnostics(Model.Replace("/*left*/", "[Coupled(nameof(other))]"));

        found.ShouldHaveSingleItem().GetMessage()
            .ShouldBe("[Coupled] on 'Net.left' cannot hold: 'left' produces 6 channels and 'other' 4");
    }

    [Fact]
    public async Task A_mistyped_layer_is_corrected()
    {
        string source = Model
            .Replace("/*left*/", "[Coupled(\"rihgt\")]")
            .Replace("left.call(x) + right.call(x)", "cat(new[] { left.call(x), right.call(x) }, 1)")
            .Replace("Linear(10, 2)", "Linear(16, 2)");

        string actual = await (await FixRun.On(new CorrectName(), source)).Last();

        actual.ShouldBe(source.Replace("rihgt", "right"));
    }

    [Theory]
    [InlineData("[Opaque(\"N,C\", Output = \"N,C\"), Coupled(\"C\")] internal static Tensor Step(Tensor x) => x;")]
    [InlineData("[Opaque(Output = \"N,6\")] internal static Tensor Step(Tensor x) => x;")]
    [InlineData("[Opaque(\"N,C\", Output = \"N,C\")] internal static Tensor Step(Tensor x) => x;", "PRUNE1009 Step")]
    [InlineData("[Opaque(\"N,C\", Output = \"N,C\"), Coupled(\"C\")] private static Tensor Step(Tensor x) => x;", "PRUNE0009 Opaque(\"N,C\", Output = \"N,C\")")]
    [InlineData("[Opaque(\"N,C\", Output = \"N,C\"), Coupled(\"C\")] internal Tensor Step(Tensor x) => x;", "PRUNE0009 Opaque(\"N,C\", Output = \"N,C\")")]
    [InlineData("[Opaque(\"N,C\")] internal static Tensor Step(Tensor x) => x;", "PRUNE0009 Opaque(\"N,C\")")]
    [InlineData("[Opaque(\"N,C\", Output = \"N,2*C/2\"), Coupled(\"C\")] internal static Tensor Step(Tensor x) => x;", "PRUNE0009 Opaque(\"N,C\", Output = \"N,2*C/2\")")]
    [InlineData("[Opaque(\"N,C\", Output = \"N,C,\")] internal static Tensor Step(Tensor x) => x;", "PRUNE0009 Opaque(\"N,C\", Output = \"N,C,\")")]
    [InlineData("[Opaque(\"N,C,H\", Output = \"N,C\")] internal static Tensor Step(Tensor x) => x;", "PRUNE1001 Step(y)")]
    [InlineData("[Opaque(\"N,7\", Output = \"N,7\")] internal static Tensor Step(Tensor x) => x;", "PRUNE1001 Step(y)")]
    public async Task Opaque_methods_must_be_usable(string method, params string[] expected) =>
        (await AnalyzerRun.On(Model.Replace("/*method*/", method).Replace("/*run*/", "y = Step(y);"))).ShouldBe(expected);

    [Fact]
    public async Task Channels_that_could_pass_through_are_coupled_by_the_fix()
    {
        string source = Model.Replace("/*run*/", "y = Step(y);")
            .Replace("/*method*/", "[Opaque(\"N,C\", Output = \"N,C\")]\n    internal static Tensor Step(Tensor x) => x;");

        string actual = await (await FixRun.On(new AddCoupled(), source)).All();

        actual.ShouldBe(source.Replace("[Opaque(", "[Coupled(\"N\", \"C\")]\n    [Opaque(").Replace("\"N\", \"C\"", "\"C\""));
    }

    [Theory]
    [InlineData("if (y.sum().item<float>()   > 0) { y = y.relu(); }", null)]
    [InlineData("y = y.relu();", "PRUNE1005 Assume(\"y.sum().item<float>() > 0\", true)")]
    public async Task An_assumption_must_meet_a_condition(string run, string? expected)
    {
        string[] found = await AnalyzerRun.On(Model
            .Replace("/*forward*/", "[Assume(\"y.sum().item<float>() > 0\", true)]").Replace("/*run*/", run));

        found.ShouldBe(expected is null ? [] : [expected]);
    }
}
