using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;
using Pruning.Generators.Tests.Diagnostics;

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
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), one = Conv2d(6, 5, 1), other = Conv2d(6, 5, 1);
        private readonly Conv2d head = Conv2d(5, 2, 1);
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
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 5, 1), c = Conv2d(5, 7, 1);
        private readonly Conv2d early = Conv2d(6, 2, 1), late = Conv2d(12, 2, 1);
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

    [Fact]
    public void The_data_decides_whether_there_is_a_mask() => GroupsOf(Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d stem = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            private readonly ModuleList<Cell> cells = new(new Cell(), new Cell());
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                var padding = x.mean([1], keepdim: true).lt(0);
                bool isPadded = padding.any().item<bool>();
                var y = stem.call(x);
                if (isPadded)
                {
                    y.mul_(padding.logical_not());
                }
                foreach (var cell in cells)
                {
                    y = Run(cell, y, isPadded ? padding : null);
                }
                return head.call(y);
            }
            private static Tensor Run(Cell cell, Tensor x, Tensor? mask)
            {
                using var scope = NewDisposeScope();
                var y = x.alias();
                y = cell.forward(y, mask) + (mask is null ? 0 : 1);
                return y.MoveToOuterDisposeScope();
            }
        }

        public class Cell : Module<Tensor, Tensor?, Tensor>
        {
            private readonly Conv2d wide = Conv2d(6, 9, 1), narrow = Conv2d(9, 6, 1);
            public Cell() : base("Cell") => RegisterComponents();
            public override Tensor forward(Tensor x, Tensor? mask)
            {
                var y = Filled(x, mask);
                y = narrow.call(wide.call(y).relu());
                if (mask is not null) y = y.masked_fill(mask, 0);
                return x + y;
            }
            private static Tensor Filled(Tensor x, Tensor? mask) => mask is null ? x.alias() : x.masked_fill(mask, 0.5);
        }
        """)).ShouldBe(["stem", "cells.0.wide", "cells.1.wide"]);

    [Theory]
    [InlineData("Tensor? extra = null; if (c) extra = b.call(x); if (extra is not null) y = y + extra;")]
    [InlineData("Tensor? extra = null; if (c) { extra = b.call(x); } y = extra is { } more ? y * more.sigmoid() : y - 1;")]
    [InlineData("var extra = c ? b.call(x) : null; extra?.mul_(2); y = y + (extra ?? y);")]
    [InlineData("double scale = c ? 0.5 : 2; y = y * scale;")]
    [InlineData("bool twice = false; if (c) twice = true; if (twice) y = y * 2;")]
    [InlineData("var layer = c ? b : d; y = y + layer.call(x);")]
    [InlineData("(Tensor, Tensor)? pair = c ? (b.call(x), y) : null; if (pair is not null) y = pair.Value.Item1 * pair.Value.Item2;")]
    [InlineData("Tensor? extra = null; int n = 1; if (c && !training) { extra = b.call(x); n = 2; } if (c && extra is null) y = y + 7; for (int i = 0; i < 2; i++) y = y * n;")]
    [InlineData("(Tensor, Tensor)? pair = c ? (b.call(x), y) : null; if (pair.HasValue) y = pair.Value.Item1 + pair.Value.Item2;")]
    [InlineData("Tensor? extra = null; if (c) extra = b.call(x); if (extra is null) return head.call(y); y = y * extra;")]
    public void The_data_decides_which_of_two_things_there_is(string choice) => GroupsOf(Oracle.Check($$"""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), d = Conv2d(4, 6, 1), stem = Conv2d(4, 5, 1);
        private readonly Conv2d mix = Conv2d(5, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            bool c = (x.sum() > 0).item<bool>();
            var y = a.call(x) + mix.call(stem.call(x)) + d.call(x);
            {{choice}}
            return head.call(y);
        }
        """)).ShouldContain("stem");

    private static IEnumerable<string> GroupsOf(NetworkModel model) => CouplingSolver.Solve(model).Groups.Select(group => group.Name);

    [Fact]
    public void Branches_on_open_sizes_are_emitted() => Oracle.CheckSource("""
        [Prunable("N,7,4")]
        public partial class Net : Module<Tensor, (Tensor, Tensor)>
        {
            private readonly Linear a = Linear(4, 6), b = Linear(6, 6), head = Linear(6, 2);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor) forward(Tensor x)
            {
                long batch = x.shape[0];
                var y = a.call(x).relu();
                if (batch > 1 && !(batch * 2 > 5))
                {
                    y = Mixed(y);
                }
                int rest = (int)(batch * 2 - 4);
                var z = rest == 0 ? y * 2 : b.call(y);
                return (head.call(y), head.call(z));
            }
            private Tensor Mixed(Tensor y) => y + b.call(y.mean(new long[] { 0 }, keepdim: true));
        }
        """);

    [Fact]
    public async Task A_loop_over_an_open_size_is_not_read() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("T,4")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> a = Linear(4, 4);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x)
                {
                    for (long i = 0; i < x.shape[0]; i++)
                    {
                        x = a.call(x);
                    }
                    return x;
                }
            }
            """)).ShouldBe(["PRUNE0010 i < x.shape[0]"]);

    [Fact]
    public void Attention_may_be_given_a_mask_or_null() => Oracle.Check("""
        private readonly Linear stem = Linear(8, 16), head = Linear(16, 2);
        private readonly MultiheadAttention attention = MultiheadAttention(16, 4);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            Tensor? mask = null, padding = null;
            if (x.sum().item<float>() > 0)
            {
                mask = ones(6, 6).triu(1) * -1e9;
            }

            var y = stem.call(x);
            var (z, _) = attention.call(y, y, y, padding, false, mask);
            return head.call(y + z);
        }
        """, attribute: "[Prunable(\"6,N,8\")]");
}
