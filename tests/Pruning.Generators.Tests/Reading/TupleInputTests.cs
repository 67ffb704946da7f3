namespace Pruning.Generators.Tests.Reading;

/// <summary>Modules whose <c>forward</c> takes its tensors in one tuple.</summary>
public sealed class TupleInputTests
{
    [Fact]
    public void The_network_takes_a_tuple() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,3,8,8")]
        public partial class Net : Module<(Tensor, Tensor), Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(3, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward((Tensor, Tensor) input)
            {
                var (left, right) = input;
                return head.call(a.call(left) + b.call(right));
            }
        }
        """);

    [Fact]
    public void Its_parts_have_names() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,3,8,8")]
        public partial class Net : Module<(Tensor left, Tensor right), (Tensor, Tensor)>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(3, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor) forward((Tensor left, Tensor right) input)
            {
                var y = a.call(input.left) + b.call(input.right);
                return (head.call(y), input.right * 2);
            }
        }
        """);

    [Fact]
    public void A_block_takes_a_tuple() => Oracle.Check(
        """
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 5, 1), head = Conv2d(6, 2, 1);
        private readonly Fusion first = new(), second = new();
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var pair = (a.call(x), b.call(x));
            pair = first.call(pair);
            (Tensor left, _) = second.forward((pair.Item1, pair.Item2));
            return head.call(left);
        }
        """,
        """
        public class Fusion : Module<(Tensor x, Tensor y), (Tensor, Tensor)>
        {
            private readonly Conv2d mix = Conv2d(5, 6, 1), back = Conv2d(6, 5, 1);
            public Fusion() : base("Fusion") => RegisterComponents();
            public override (Tensor, Tensor) forward((Tensor x, Tensor y) pair)
            {
                var left = pair.x + mix.call(pair.y).relu();
                return (left, pair.y + back.call(left));
            }
        }
        """);

    [Fact]
    public void A_chain_hands_tuples_on() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,5,8,8")]
        public partial class Net : Module<(Tensor, Tensor), Tensor>
        {
            private readonly Fusions chain = new();
            private readonly Conv2d head = Conv2d(4, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward((Tensor, Tensor) input) => head.call(chain.call(input).Item1);
        }

        public class Fusions : Sequential<(Tensor, Tensor), (Tensor, Tensor)>
        {
            public Fusions() : base(new Fusion(), new Fusion()) { }
            public override (Tensor, Tensor) forward((Tensor, Tensor) pair)
            {
                foreach (var child in children()) pair = ((Fusion)child).call(pair);
                return pair;
            }
        }

        public class Fusion : Module<(Tensor x, Tensor y), (Tensor, Tensor)>
        {
            private readonly Conv2d mix = Conv2d(5, 6, 1), back = Conv2d(6, 4, 1), turn = Conv2d(4, 5, 1);
            public Fusion() : base("Fusion") => RegisterComponents();
            public override (Tensor, Tensor) forward((Tensor x, Tensor y) pair)
            {
                var left = pair.x + back.call(mix.call(pair.y).relu());
                return (left, pair.y + turn.call(left));
            }
        }
        """);

    [Fact]
    public void Tuples_hold_tuples_sizes_and_nulls() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,3,8,8", "N,5,8,8")]
        public partial class Net : Module<(Tensor, (Tensor, Tensor), Tensor?), Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(3, 6, 1), c = Conv2d(5, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward((Tensor, (Tensor, Tensor), Tensor?) input)
            {
                var (x, (y, z), mask) = input;
                var sum = a.call(x) + b.call(y) + c.call(z);
                sum = sum.view(input.Item1.shape[0], -1, sum.shape[2], sum.shape[3]);
                return head.call(mask is null ? sum : sum * mask);
            }
        }
        """);

    [Fact]
    public void Each_part_needs_a_shape() => Reader.Result("Net", """
        using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
        [Prunable("N,4,8,8")]
        public partial class Net : Module<(Tensor, Tensor), Tensor>
        {
            private readonly Module<Tensor, Tensor> a = Conv2d(4, 6, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward((Tensor, Tensor) input) => a.call(input.Item1) + input.Item2;
        }
        """).Problems.Single().ToDiagnostic().GetMessage().ShouldContain("'forward' takes 2 inputs, and 1 shapes are declared");
}
