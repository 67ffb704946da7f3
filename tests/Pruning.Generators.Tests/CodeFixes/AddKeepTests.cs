using Pruning.CodeFixes;

namespace Pruning.Generators.Tests.CodeFixes;

/// <summary>PRUNE1002: the layers whose channels cannot be followed are kept by the source.</summary>
public sealed class AddKeepTests
{
    private const string Source = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        public class Block : Module<Tensor, Tensor>
        {
            // What the block makes.
            private readonly Sequential layers = Sequential(Linear(3, 6), ReLU());

            public Block() : base("Block") => RegisterComponents();

            public override Tensor forward(Tensor x) => layers.call(x);
        }

        [Prunable("N,3")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(3, 6);
            private readonly Block block = new();
            private readonly Linear last = Linear(6, 2);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) =>
                last.call(first.call(x).renorm(2, 0, 10) + block.call(x).renorm(2, 0, 10));
        }

        """;

    [Fact]
    public async Task One_warning_is_accepted()
    {
        string source = Source.Replace("first.call(x).renorm(2, 0, 10)", "first.call(x)");

        string actual = await (await FixRun.On(new AddKeep(), source)).Last();

        actual.ShouldBe(source.Replace("    private readonly Sequential", "    [Keep]\n    private readonly Sequential"));
    }

    [Fact]
    public async Task Without_the_namespace_the_full_name_is_written()
    {
        string source = Source.Replace("first.call(x).renorm(2, 0, 10)", "first.call(x)")
            .Replace("using Pruning;\n", "").Replace("[Prunable", "[Pruning.Prunable");

        string actual = await (await FixRun.On(new AddKeep(), source)).Last();

        actual.ShouldContain("    [Pruning.Keep]\n    private readonly Sequential");
    }

    [Fact]
    public async Task All_warnings_are_accepted_at_once()
    {
        string actual = await (await FixRun.On(new AddKeep(), Source)).All();

        actual.ShouldBe(Source
            .Replace("    private readonly Sequential", "    [Keep]\n    private readonly Sequential")
            .Replace("    private readonly Linear first", "    [Keep]\n    private readonly Linear first"));
    }
}
