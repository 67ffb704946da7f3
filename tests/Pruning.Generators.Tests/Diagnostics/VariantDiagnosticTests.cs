using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>What is wrong with a <c>[Prunable]</c>, among several on one class, is said where it stands.</summary>
public sealed class VariantDiagnosticTests
{
    private const string Model = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        /*first*/
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d first;
            private readonly Linear last;

            public Net(int width = 6) : base("Net")
            {
                first = Conv2d(3, width, 3);
                last = Linear(width, 2);
                RegisterComponents();
            }

            public static Net Create(int width) => new(width);
            public static object Nothing() => new();
            public Net Self() => this;

            public override Tensor forward(Tensor x) => last.call(first.call(x).mean(new long[] { 2, 3 }));
        }
        """;

    [Theory]
    [InlineData("[Prunable(\"N,3,8,8\")]")]
    [InlineData("[Prunable(\"N,3,8,8\"), Prunable(\"N,3,16,16\", Name = \"Large\")]")]
    [InlineData("[Prunable(\"N,3,8,8:float32\")]")]
    [InlineData("[Prunable(\"N,3,8,8\", Factory = \"Create\", Args = new object[] { 4 })]")]
    [InlineData("[Prunable(\"N,3,8,8\"), Prunable(\"N,3,8,8\")]", "PRUNE0007 Prunable(\"N,3,8,8\")")]
    [InlineData("[Prunable(\"N,3,8,8\", Name = \"A\"), Prunable(\"N,3,8,8\", Name = \"A\")]", "PRUNE0007 \"A\"")]
    [InlineData("[Prunable(\"N,3,8,8\", Name = \"not a name\")]", "PRUNE0007 \"not a name\"")]
    [InlineData("[Prunable(\"N,3,8,8\", Name = \"Net\")]", "PRUNE0007 \"Net\"")]
    [InlineData("[Prunable(\"N,3,8,8\", Name = \"first\")]", "PRUNE0006 first")]
    [InlineData("[Prunable(\"N,3,8,8\", Factory = \"Create\")]", "PRUNE0002 \"Create\"")]
    [InlineData("[Prunable(\"N,3,8,8\", Factory = \"Nothing\")]", "PRUNE0002 \"Nothing\"")]
    [InlineData("[Prunable(\"N,3,8,8\", Factory = \"Self\")]", "PRUNE0002 \"Self\"")]
    [InlineData("[Prunable(\"N,3,8,8:real\")]", "PRUNE0003 \"N,3,8,8:real\"")]
    [InlineData("[Prunable(\"N,3,8,8:int64\")]", "PRUNE1001 first.call(x)")]
    [InlineData("[Prunable(\"N,3,8,8\", RoundTo = 0)]", "PRUNE1006 0")]
    [InlineData("[Prunable(\"N,3,8,8\", MinimumWidth = -1)]", "PRUNE1006 -1")]
    [InlineData("[Prunable(\"N,3,8,8\"), Prunable(\"N,4,8,8\", Name = \"Wide\")]", "PRUNE1001 first.call(x)")]
    public async Task It_reports(string attributes, params string[] expected) =>
        (await AnalyzerRun.On(Model.Replace("/*first*/", attributes))).ShouldBe(expected);

    [Fact]
    public async Task What_is_wrong_with_the_class_is_said_once()
    {
        string[] found = await AnalyzerRun.On(Model
            .Replace("/*first*/", "[Prunable(\"N,3,8,8\"), Prunable(\"N,3,16,16\", Name = \"Large\")]")
            .Replace("public partial class", "public class"));

        found.ShouldBe(["PRUNE0001 Net"]);
    }

    [Fact]
    public async Task The_message_names_the_variant()
    {
        var found = await AnalyzerRun.Diagnostics(Model
            .Replace("/*first*/", "[Prunable(\"N,3,8,8\", Name = \"Small\")]")
            .Replace("private readonly Linear last;", "private readonly Linear last; private readonly Linear old = Linear(3, 4);"));

        Diagnostic dead = found.ShouldHaveSingleItem();
        dead.Id.ShouldBe("PRUNE1004");
        dead.GetMessage().ShouldContain("Net.Small");
    }

    [Theory]
    [InlineData("[Prunable(\"N,3,8,8\"), Prunable(\"N,3,8,8\", Name = \"Wide\", Args = new object[] { 16 })]", "[Width(Minimum = 9)]", null)]
    [InlineData("[Prunable(\"N,3,8,8\")]", "[Width(Minimum = 9)]", "PRUNE1006 Width(Minimum = 9)")]
    public async Task An_attribute_must_have_an_effect_in_one_variant(string attributes, string attribute, string? expected)
    {
        string[] found = await AnalyzerRun.On(Model
            .Replace("/*first*/", attributes)
            .Replace("private readonly Conv2d first", attribute + " private readonly Conv2d first"));

        found.ShouldBe(expected is null ? [] : [expected]);
    }

    [Theory]
    [InlineData("[Keep]", null)]
    [InlineData("[Width(Minimum = 9)]", null)]
    [InlineData("[Width(Minimum = 99)]", "PRUNE1006 Width(Minimum = 99)")]
    public async Task An_attribute_in_a_shared_block_must_have_an_effect_in_one_model(string attribute, string? expected)
    {
        // In the narrow model the block makes the output, and has but four channels.
        string source = Model[..Model.IndexOf("/*first*/", StringComparison.Ordinal)] + """
            public class Block : Module<Tensor, Tensor>
            {
                /*attribute*/ private readonly Linear inner;

                public Block(int width) : base("Block")
                {
                    inner = Linear(8, width);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => inner.call(x);
            }

            [Prunable("N,8")]
            public partial class Narrow : Module<Tensor, Tensor>
            {
                private readonly Block block = new(4);

                public Narrow() : base("Narrow") => RegisterComponents();

                public override Tensor forward(Tensor x) => block.call(x);
            }

            [Prunable("N,8")]
            public partial class Wide : Module<Tensor, Tensor>
            {
                private readonly Block block = new(16);
                private readonly Linear last = Linear(16, 2);

                public Wide() : base("Wide") => RegisterComponents();

                public override Tensor forward(Tensor x) => last.call(block.call(x));
            }
            """;

        string[] found = await AnalyzerRun.On(source.Replace("/*attribute*/", attribute));

        found.ShouldBe(expected is null ? [] : [expected]);
    }
}
