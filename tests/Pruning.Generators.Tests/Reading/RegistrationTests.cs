using Pruning.Generators.Networks;
using Pruning.Generators.Tests.Diagnostics;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Names under which layers, parameters and buffers are registered, and what several names share.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void A_local_may_have_the_name_of_the_layer_that_it_comes_from() => Oracle.Check("""
        private readonly Module<Tensor, Tensor> first = Conv2d(4, 6, 1), second = Conv2d(6, 8, 1), x = Conv2d(8, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            using var first = this.first.call(x);
            var second = this.second.call(first);
            return this.x.call(second + second);
        }
        """);

    [Fact]
    public void Registered_names_may_have_characters_that_identifiers_lack() => Oracle.Check("""
        private readonly Module<Tensor, Tensor> layers = Sequential(("conv-first", Conv2d(4, 6, 1)), ("blck 64", new Inner("1x1")), ("out", Conv2d(6, 2, 1)));
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => layers.call(x);
        """,
        """
        public class Inner : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> body;
            public Inner(string name) : base(name)
            {
                body = Sequential(($"{name}-a", Conv2d(6, 5, 1)), ($"{name}-b", Conv2d(5, 6, 1)));
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x + body.call(x);
        }
        """);

    [Fact]
    public void Parameters_may_be_registered_under_names_that_identifiers_lack() => Oracle.Check("""
        private readonly Conv2d head = Conv2d(4, 2, 1);
        private readonly Inner inner = new();
        public Net() : base("Net")
        {
            register_parameter("mix.weight", Parameter(ones(1, 4, 1, 1) * 3));
            register_buffer("8bit", ones(8));
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(x * inner.Mix * get_parameter("mix.weight")) * get_buffer("8bit");
        """,
        """
        public class Inner : Module
        {
            public Tensor Mix;
            public Inner() : base("Inner")
            {
                Mix = ones(1, 4, 1, 1) / 2;
                register_buffer("mix.inner", Mix);
            }
        }
        """);

    [Fact]
    public void A_buffer_that_a_field_holds_too_is_stored_once() => Oracle.Check("""
        private readonly Module<Tensor, Tensor> first = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1), shift = new Shift(6);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(shift.call(first.call(x)));
        """,
        """
        public class Shift : Module<Tensor, Tensor>
        {
            private readonly Tensor _offset;
            public Shift(int width) : base("Shift")
            {
                _offset = ones(1, width, 1, 1);
                register_buffer("offset", _offset);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x + _offset;
        }
        """);

    [Fact]
    public void A_parameter_of_a_layer_is_found_by_its_name() => Oracle.Check("""
        private Device device = torch.CPU;
        private readonly Module<Tensor, Tensor> first = Sequential(("conv", Conv2d(4, 6, 1))), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var moved = x.alias();
            if (x.device.type != device.type || x.device.index != device.index)
            {
                moved = moved.to(device);
            }

            var y = first.call(moved);
            if (moved.Handle != y.Handle)
            {
                moved.Dispose();
            }

            return head.call(y * first.get_parameter("conv.weight").sum());
        }
        """);

    [Fact]
    public void A_member_may_have_the_name_of_its_class() => Oracle.Check("""
        private readonly Attend Attend = new(4), other = new(6);
        private readonly Module<Tensor, Tensor> head = Conv2d(6, 2, 1), widen = Conv2d(4, 6, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(other.call(widen.call(Attend.call(x))));
        """,
        """
        public class Attend : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> Pruned;
            public Attend(int width) : base("Attend") { Pruned = Conv2d(width, width, 1); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x * Pruned.call(x).sigmoid();
        }
        """);

    [Fact]
    public void Names_that_modules_have_serve_as_members_and_modules_have_names() => Oracle.Check("""
        private readonly ModuleList<Module<Tensor, Tensor>> modules = new();
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net")
        {
            modules.Add(new Named("first", 4));
            modules.Add(new Named("second", 6));
            var extra = new Named("third", 6);
            register_module(extra.GetName(), extra);
            more = extra;
            RegisterComponents();
        }
        private Named more;
        public override Tensor forward(Tensor x)
        {
            foreach (var module in modules) x = module.call(x);
            return head.call(more.forward(x));
        }
        """,
        """
        public class Named : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv;
            public Named(string name, int channels) : base(name) { conv = Conv2d(channels, 6, 1); RegisterComponents(); }
            public override Tensor forward(Tensor x) => conv.call(x);
        }
        """);

    [Fact]
    public async Task A_model_that_registers_nothing_is_told_so() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> conv = Conv2d(4, 6, 3), head = Conv2d(6, 2, 1);
                public Net() : base("Net") { }
                public override Tensor forward(Tensor x) => head.call(conv.call(x));
            }
            """)).ShouldBe(["PRUNE1015 Net"]);

    [Fact]
    public void A_name_is_free_again_when_nothing_waits_for_its_value() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(1, 6, 1), head = Conv2d(24, 2, 1);
        private readonly Linear weigh = Linear(4, 4);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var weights = weigh.call(x.mean([2L, 3L]));
            var parts = new List<Tensor>();
            for (int i = 0; i < 4; i++)
            {
                var part = conv.call(x.narrow(1, i, 1));
                var weight = weights.narrow(1, i, 1).unsqueeze(-1).unsqueeze(-1);
                parts.Add(part.mul(weight));
            }
            return head.call(cat(parts, 1));
        }
        """);

    [Fact]
    public void Two_layers_share_their_weights()
    {
        NetworkModel model = Oracle.Check(
            """
            private readonly Block first = new(), second = new();
            private readonly Linear head = Linear(4, 2);
            public Net() : base("Net")
            {
                RegisterComponents();
                second.inner.weight = first.inner.weight;
                head.weight = Parameter(zeros(2, 4));
            }
            public override Tensor forward(Tensor x) => head.call(second.call(first.call(x.mean([2L, 3L]))));
            """,
            """
            public class Block : Module<Tensor, Tensor>
            {
                public readonly Linear outer = Linear(4, 6), inner = Linear(6, 4);
                public Block() : base("Block") => RegisterComponents();
                public override Tensor forward(Tensor x) => inner.call(outer.call(x));
            }
            """);

        model.Ties.Count.ShouldBe(1);
    }

    [Fact]
    public void Objects_of_several_classes_hold_one_cell()
    {
        NetworkModel model = Oracle.CheckSource("""
            [Prunable("N,2,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear head = Linear(6, 2);
                private readonly Step first, second;
                public Net() : base("Net")
                {
                    var cell = GRUCell(8, 6);
                    first = new Step(cell);
                    second = new Step(cell);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) =>
                    head.call(second.call(x[.., 1], first.call(x[.., 0], x[.., 0, ..6])));
            }
            public class Step : Module<Tensor, Tensor, Tensor>
            {
                private readonly GRUCell cell;
                public Step(GRUCell cell) : base("Step") { this.cell = cell; RegisterComponents(); }
                public override Tensor forward(Tensor x, Tensor state) => cell.forward(x, state);
            }
            """);

        model.SharedStates.Select(state => state.Name).ShouldBe(["weight_ih", "weight_hh", "bias_ih", "bias_hh"]);
    }

    [Fact]
    public void Objects_of_several_classes_hold_one_layer() => Oracle.Check(
        """
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Conv2d shared = Conv2d(6, 6, 3, padding: 1);
        private readonly Residual first, second;
        private readonly BatchNorm2d last = BatchNorm2d(6);
        public Net() : base("Net")
        {
            first = new Residual(shared);
            second = new Residual(shared);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(last.call(second.call(first.call(shared.call(a.call(x))))));
        """,
        """
        public class Residual : Module<Tensor, Tensor>
        {
            private readonly Conv2d inner;
            private readonly Sequential chain;
            private readonly Conv2d outer = Conv2d(6, 6, 1);
            public Residual(Conv2d inner) : base("Residual")
            {
                this.inner = inner;
                chain = Sequential(ReLU(), inner);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => x + outer.call(chain.call(inner.call(x)));
        }
        """);

    [Fact]
    public void A_parameter_may_be_registered_under_a_second_name() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Parameter _scale = Parameter(ones(6, 1, 1));
        private readonly Tensor shift = zeros(6, 1, 1), step = ones(6, 1, 1);
        public Net() : base("Net")
        {
            register_parameter("scale", _scale);
            register_buffer("_shift", shift);
            register_buffer("_step", step, persistent: false);
            RegisterComponents();
            register_buffer("shift2", shift);
        }
        public override Tensor forward(Tensor x) => head.call(conv.call(x) * get_parameter("scale") + shift * step + get_buffer("_step"));
        """);

    [Fact]
    public void Layers_of_a_chain_without_parameters_may_share_a_name() => Oracle.Check("""
        private readonly Module<Tensor, Tensor> layers;
        public Net() : base("Net")
        {
            var chain = new List<(string, Module<Tensor, Tensor>)>();
            chain.Add(("conv1", Conv2d(4, 6, 1)));
            chain.Add(("relu", ReLU()));
            chain.Add(("conv2", Conv2d(6, 5, 1)));
            chain.Add(("relu", Tanh()));
            chain.Add(("conv3", Conv2d(5, 2, 1)));
            layers = Sequential(chain);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => layers.call(x);
        """);

    [Fact]
    public void A_derived_block_may_put_another_module_in_the_place_of_one_that_its_base_has_registered() => Oracle.Check("""
        private readonly Wide block = new();
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(block.call(x));
        """,
        """
        public class Narrow : Module<Tensor, Tensor>
        {
            internal readonly Conv2d stem = Conv2d(4, 6, 1);
            internal Module<Tensor, Tensor> m = Conv2d(6, 6, 1);
            public Narrow() : base("Narrow") => RegisterComponents();
            public override Tensor forward(Tensor x) => m.call(stem.call(x));
        }
        public class Wide : Narrow
        {
            public Wide()
            {
                base._internal_submodules.Remove("m");
                m = Sequential(Conv2d(6, 9, 3, padding: 1), ReLU(), Conv2d(9, 6, 1));
                register_module("m", m);
            }
        }
        """);
}
