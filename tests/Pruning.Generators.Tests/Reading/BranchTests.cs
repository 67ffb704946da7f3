using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Tests.Reading;

/// <summary>What the sides of a branch on the run leave behind, held against the running model and against masking.</summary>
public sealed class BranchTests
{
    [Fact]
    public void A_variable_that_ends_with_an_early_return_couples_nothing() => GroupsOf(Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), early = Conv2d(6, 2, 1), late = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            Tensor y;
            if ((x.sum() > 0).item<bool>())
            {
                y = a.call(x);
                return early.call(y);
            }
            y = b.call(x);
            return late.call(y);
        }
        """)).ShouldBe(["a", "b"]);

    [Fact]
    public void A_variable_that_is_not_read_again_couples_nothing() => GroupsOf(Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), one = Conv2d(6, 5, 1), other = Conv2d(6, 5, 1), head = Conv2d(5, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            Tensor y = x, z;
            if ((x.sum() > 0).item<bool>())
            {
                y = a.call(x);
                z = one.call(y);
            }
            else
            {
                y = b.call(x);
                z = other.call(y);
            }
            return head.call(z);
        }
        """)).ShouldBe(["a", "one", "b"]);

    [Fact]
    public void Collections_that_end_with_an_early_return_may_differ() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 5, 1), c = Conv2d(5, 7, 1), early = Conv2d(6, 2, 1), late = Conv2d(12, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var parts = new List<Tensor>();
            if ((x.sum() > 0).item<bool>())
            {
                parts.Add(a.call(x));
                return early.call(parts[0]);
            }
            parts.Add(b.call(x));
            parts.Add(c.call(parts[0]));
            return late.call(cat(parts, 1));
        }
        """);

    [Fact]
    public void Collections_that_differ_and_are_read_are_refused() => Reader.Result("Net", """
        using Pruning; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                var parts = new System.Collections.Generic.List<Tensor> { a.call(x) };
                if ((x.sum() > 0).item<bool>()) parts.Add(b.call(x));
                return cat(parts, 1);
            }
        }
        """).Problems.Single().ToDiagnostic().GetMessage().ShouldContain("leave a collection or module in different states");

    private const string Blocks = """
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Conv2d wide = Conv2d(4, 8, 1), narrow = Conv2d(8, 4, 1);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => x + narrow.call(wide.call(x).relu());
        }
        """;

    [Theory]
    [InlineData("foreach (var block in blocks) { x = block.call(x); if ((x.sum() > 0).item<bool>()) break; }")]
    [InlineData("foreach (var block in blocks) { if ((x.sum() > 0).item<bool>()) continue; x = block.call(x); }")]
    [InlineData("for (int i = 0; i < 3; i++) { x = blocks[i].call(x); if ((x.sum() > 9).item<bool>()) return head.call(x * 2); }")]
    [InlineData("for (int i = 0; i < 3 && (x.sum() > 0).item<bool>(); i++) x = blocks[i].call(x);")]
    [InlineData("int i = 0; do { x = blocks[i++].call(x); } while (i < 3 && (x.sum() > 0).item<bool>());")]
    [InlineData("foreach (var block in blocks) { if ((x.sum() > 0).item<bool>()) { x = block.call(x); continue; } break; }")]
    [InlineData("for (int i = 0; i < 3; i++) { switch (i) { case 1: if ((x.sum() > 0).item<bool>()) break; x = blocks[i].call(x); continue; default: x = x * 2; break; } x = x + 1; }")]
    public void The_data_decides_how_many_layers_run(string loop)
    {
        NetworkModel model = Oracle.Check(
            $$"""
            private readonly ModuleList<Block> blocks = new(new Block(), new Block(), new Block());
            private readonly Conv2d head = Conv2d(4, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                {{loop}}
                return head.call(x);
            }
            """,
            Blocks);

        GroupsOf(model).ShouldContain(group => group.EndsWith(".wide"));
    }

    [Fact]
    public void A_loop_that_only_the_data_ends_is_refused() => Reader.Result("Net", """
        using Pruning; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 4, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                while ((x.sum() > 0).item<bool>()) x = a.call(x);
                return x;
            }
        }
        """).Problems.Single().ToDiagnostic().GetMessage().ShouldContain("only the run knows when this ends");

    private static IEnumerable<string> GroupsOf(NetworkModel model) => CouplingSolver.Solve(model).Groups.Select(group => group.Name);
}
