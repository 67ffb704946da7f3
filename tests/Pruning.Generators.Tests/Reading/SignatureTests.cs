using Pruning.Generators.Networks;
using Pruning.Generators.Tests.Diagnostics;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Which method is read and emitted, and under which names, held against the running model and against masking.</summary>
public sealed class SignatureTests
{
    [Fact]
    public void An_overload_with_options_stands_before_forward() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public Tensor forward(Tensor x, Tensor? scale = null) => head.call(scale is null ? a.call(x) : a.call(x) * scale);
            public override Tensor forward(Tensor x) => forward(x, null);
        }
        """);

    [Fact]
    public void The_overload_that_takes_as_many_inputs_is_read() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,6,1,1")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public Tensor forward(Tensor x, Tensor scale) => head.call(a.call(x) * scale);
            public override Tensor forward(Tensor x) => head.call(a.call(x));
        }
        """);

    [Fact]
    public void What_the_inputs_do_not_reach_is_no_input() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", Entry = "Run")]
        public partial class Net : Module
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public Tensor Run(Tensor x, Tensor? scale = null, int times = 2)
            {
                var y = a.call(x) * times;
                return head.call(scale is null ? y : y * scale);
            }
        }
        """).Modules[0].ShouldBeOfType<ClassNode>().BaseType.ShouldBe(
            "global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>");

    [Fact]
    public void A_module_of_several_inputs_is_never_run() => Oracle.Check(
        """
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Gate gate = new();
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(a.call(x));
        """,
        """
        public class Gate : Module<Tensor, (Tensor, Tensor), Dictionary<string, Tensor>>
        {
            private readonly Linear inner = Linear(4, 6);
            public Gate() : base("Gate") => RegisterComponents();
            public override Dictionary<string, Tensor> forward(Tensor x, (Tensor, Tensor) more) => new() { ["x"] = inner.call(x) };
        }
        """);

    [Fact]
    public void A_base_of_its_own_declares_forward() => Oracle.Check(
        """
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Cell cell = new Twice();
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(cell.forward(a.call(x), 2, true));
        """,
        """
        public abstract class Cell(string name) : Module(name)
        {
            public abstract Tensor forward(Tensor x, int times, bool shift);
        }
        public class Twice : Cell
        {
            private readonly Conv2d inner = Conv2d(6, 6, 1);
            public Twice() : base("Twice") => RegisterComponents();
            public override Tensor forward(Tensor x, int times, bool shift) => inner.call(x) * times + (shift ? 1 : 0);
        }
        """);

    [Fact]
    public async Task A_module_gives_no_results_by_out() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Part part = new();
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => part.forward(x, out Tensor more) + more;
            }
            public class Part : Module
            {
                private readonly Linear inner = Linear(4, 6);
                public Part() : base("Part") => RegisterComponents();
                public Tensor forward(Tensor x, out Tensor more)
                {
                    more = inner.call(x);
                    return more.relu();
                }
            }
            """)).ShouldBe(["PRUNE0010 part.forward(x, out Tensor more)"]);

    [Fact]
    public void An_encoder_is_called_by_the_names_that_it_inherits() => Oracle.Check(
        """
        private readonly Embedding tokens = Embedding(4, 16);
        private readonly TransformerEncoder encoder = TransformerEncoder(TransformerEncoderLayer(16, 4, 24, 0.1, Activations.GELU), 2);
        private readonly Linear head = Linear(16, 2);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var mask = full([2, 2], double.NegativeInfinity).triu(1);
            return head.call(encoder.call(tokens.call(x.gt(0).to(int64)).view(2, -1, 16), mask, null));
        }
        """,
        attribute: "[Prunable(\"2,8\")]");

    [Fact]
    public void A_number_is_declared_like_a_tensor_of_one_entry() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "1:int64")]
        public partial class Net : Module<Tensor, long, Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x, long times) => head.call(a.call(x).relu() * times + x.eq(times).sum());
        }
        """);

    [Fact]
    public void A_tuple_may_be_missing() => Oracle.Check(
        """
        private readonly LSTM recurrent = LSTM(4, 6, batchFirst: true);
        private readonly Linear head = Linear(6, 2);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            (Tensor output, Tensor hidden, Tensor cell)? result = null;
            try
            {
                result = recurrent.forward(x);
                if (result is null) throw new InvalidOperationException("nothing");
                var y = head.call(result.Value.output);
                if ((bool)(y == null)) throw new InvalidOperationException("nothing");
                return y;
            }
            finally
            {
                if (result.HasValue) result.Value.hidden.Dispose();
            }
        }
        """,
        attribute: "[Prunable(\"N,5,4\")]");
}
