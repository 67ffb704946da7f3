namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>Each rule is reported, at the smallest piece of code that is to blame.</summary>
public sealed class AnalyzerTests
{
    private const string Model = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Pruning.Prunable("N,3,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d first = Conv2d(3, 6, 3);
            private readonly Linear last = Linear(6, 2);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x)
            {
                x = first.call(x);
                x = x.mean(new long[] { 2, 3 });
                return last.call(x);
            }
        }
        """;

    [Theory]
    [InlineData("", "", null)]
    [InlineData("public partial class Net", "public class Net", "PRUNE0001 Net")]
    [InlineData("public Net()", "public Net(int width)", "PRUNE0002 Pruning.Prunable(\"N,3,8,8\")")]
    [InlineData("RegisterComponents();", "throw new Exception(\"no\");", "PRUNE0002 throw new Exception(\"no\")")]
    [InlineData("\"N,3,8,8\"", "\"N,3,8,x-y\"", "PRUNE0003 \"N,3,8,x-y\"")]
    [InlineData("\"N,3,8,8\"", "\"\"", "PRUNE0003 \"\"")]
    [InlineData("\"N,3,8,8\"", "\"N,3,8,8\", \"N\"", "PRUNE0004 Pruning.Prunable(\"N,3,8,8\", \"N\")")]
    [InlineData("\"N,3,8,8\"", "\"N,3,8,8\", Entry = \"run\"", "PRUNE0004 \"run\"")]
    [InlineData("RegisterComponents();", "RegisterComponents(); public int Widths => 3;", "PRUNE0006 Widths")]
    [InlineData("Conv2d(3, 6, 3)", "Conv2d(3, Environment.ProcessorCount, 3)", "PRUNE0010 Environment.ProcessorCount")]
    [InlineData("x = first.call(x);", "while (true) { x = first.call(x) + x.sum(); if (x is null) break; }", "PRUNE1001 first.call(x)")]
    [InlineData("Linear(6, 2)", "Linear(7, 2)", "PRUNE1001 last.call(x)")]
    [InlineData("x = x.mean", "x = Conv2d(6, 6, 1).call(x).mean", "PRUNE1003 Conv2d(6, 6, 1).call(x)")]
    [InlineData("private readonly Linear", "private readonly Linear old = Linear(1, 1); private readonly Linear", "PRUNE1004 Linear(1, 1)")]
    public async Task It_reports(string what, string with, string? expected)
    {
        string source = what.Length == 0 ? Model : Model.Replace(what, with);

        string[] found = await AnalyzerRun.On(source);

        found.ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task A_loop_without_end_is_stopped()
    {
        string[] found = await AnalyzerRun.On(Model.Replace(
            "RegisterComponents();", "Loop(); private static void Loop() { int i = 0; while (true) { i++; } }"));

        found.ShouldHaveSingleItem().ShouldStartWith("PRUNE0011");
    }

    [Fact]
    public async Task A_recursion_without_end_is_stopped()
    {
        string[] found = await AnalyzerRun.On(Model.Replace(
            "RegisterComponents();", "Down(0); private static int Down(int n) => Down(n + 1);"));

        found.ShouldHaveSingleItem().ShouldStartWith("PRUNE0011");
    }

    [Fact]
    public async Task A_clash_names_the_layer_that_made_the_channels()
    {
        var found = await AnalyzerRun.Diagnostics(Model.Replace("Linear(6, 2)", "Linear(7, 2)"));

        found.ShouldHaveSingleItem().AdditionalLocations.Select(location => location.SourceTree!.GetText().ToString(location.SourceSpan))
            .ShouldBe(["Conv2d(3, 6, 3)", "Linear(7, 2)"]);
    }

    [Theory]
    [InlineData("RegisterComponents();", "throw new Exception(\"no\");", "its constructor throws here (Exception: no)")]
    [InlineData("x = first.call(x);", "throw new NotImplementedException();", "'forward' throws here (NotImplementedException)")]
    public async Task What_throws_is_named(string what, string with, string expected)
    {
        var found = await AnalyzerRun.Diagnostics(Model.Replace(what, with));

        found.ShouldHaveSingleItem().GetMessage().ShouldContain(expected);
    }
}
