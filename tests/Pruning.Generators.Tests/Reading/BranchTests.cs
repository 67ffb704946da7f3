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
        """)).ShouldBe(["a", "b", "one, other"]);

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

    private static IEnumerable<string> GroupsOf(NetworkModel model) => CouplingSolver.Solve(model).Groups.Select(group => group.Name);
}
