namespace Pruning.Generators.Tests.Reading;

/// <summary>What classes hand to one another, and by which methods they run.</summary>
public sealed class BlockTests
{
    [Fact]
    public void An_object_that_cannot_be_made_again_may_be_passed_to_a_module() => Oracle.Check("""
        private readonly Inner inner = new(4);
        private readonly Module<Tensor, Tensor> head = Conv2d(8, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(inner.call(new Request(x, 2)).Features);
        """,
        """
        public class Request
        {
            public Request(Tensor image, int times) { Pixels = image; Repeats = times; }
            public Tensor Pixels { get; }
            public int Repeats { get; }
        }
        public record Answer(Tensor Features);
        public class Inner : Module<Request, Answer>
        {
            private readonly Module<Tensor, Tensor> a, b;
            private readonly Parameter scale = Parameter(ones(1, 8, 1, 1) * 2);
            public Inner(int width) : base("Inner") { a = Conv2d(width, 6, 1); b = Conv2d(6, 8, 1); RegisterComponents(); }
            public override Answer forward(Request request)
            {
                var x = a.call(request.Pixels);
                for (int i = 0; i < request.Repeats; i++) { x = x.relu(); }
                return new Answer(b.call(x) * scale);
            }
        }
        """);

    [Fact]
    public void A_module_that_is_given_windows_finds_the_batch_size() => Oracle.Check("""
        private readonly Window attend = new(6, 2);
        private readonly Conv2d first = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            x = first.call(x);
            long n = x.shape[0];
            x = x.permute(0, 2, 3, 1).view(n, 2, 4, 2, 4, 6).transpose(2, 3).reshape(n * 4, 16, 6);
            x = attend.call(x).view(n, 2, 2, 4, 4, 6).transpose(2, 3).reshape(n, 8, 8, 6);
            return head.call(x.permute(0, 3, 1, 2));
        }
        """,
        """
        public class Window : Module<Tensor, Tensor>
        {
            private readonly Linear qkv, project;
            private readonly int heads;
            public Window(int width, int heads) : base("Window")
            {
                this.heads = heads;
                qkv = Linear(width, 3 * width);
                project = Linear(width, width);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x)
            {
                var (n, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
                long each = width / heads;
                Tensor[] parts = qkv.call(x).view(n, length, heads, -1).split(new long[] { each, each, each }, dim: 3);
                var (q, k, v) = (parts[0].permute(0, 2, 1, 3), parts[1].permute(0, 2, 1, 3), parts[2].permute(0, 2, 1, 3));
                var weights = softmax(q.matmul(k.transpose(-2, -1)), -1);
                return project.call(weights.matmul(v).transpose(1, 2).reshape(n, length, width));
            }
        }
        """);

    [Fact]
    public void Blocks_hand_on_dictionaries_records_and_lists() => Oracle.Check("""
        private readonly Stem stem = new(4);
        private readonly Neck neck = new(6);
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var features = stem.forward(x);
            var mixed = neck.forward(new Pair(features["low"], features["high"]) { Scale = 0.5 });
            return head.call(mixed.Sum) + ((Tensor)mixed.Parts["high"]).mean() * ((Tensor[])mixed.Parts["all"]).Length;
        }
        """,
        """
        public record Pair(Tensor Low, Tensor High) { public double Scale { get; init; } = 1; }
        public class Mixed { public Tensor Sum { get; set; } public Dictionary<string, object> Parts = new(); }
        public class Stem : Module<Tensor, Dictionary<string, Tensor>>
        {
            private readonly Conv2d low, high;
            public Stem(int channels) : base(nameof(Stem)) { low = Conv2d(channels, 6, 1); high = Conv2d(channels, 6, 1); RegisterComponents(); }
            public override Dictionary<string, Tensor> forward(Tensor x) => new() { ["low"] = low.call(x), ["high"] = high.call(x) };
        }
        public class Neck : Module<Pair, Mixed>
        {
            private readonly Conv2d mix;
            public Neck(int channels) : base(nameof(Neck)) { mix = Conv2d(channels, 6, 1); RegisterComponents(); }
            public override Mixed forward(Pair pair)
            {
                var mixed = new Mixed { Sum = mix.call(pair.Low) * pair.Scale + pair.High };
                mixed.Parts["high"] = pair.High.relu();
                mixed.Parts["all"] = new[] { pair.Low, pair.High };
                return mixed;
            }
        }
        """);

    [Fact]
    public void Blocks_hand_on_lists_and_nulls() => Oracle.Check("""
        private readonly Body body = new();
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            List<Tensor> levels = body.forward(x, null);
            return head.call(levels[0] + levels[1]);
        }
        """,
        """
        public class Body : Module<Tensor, Tensor?, List<Tensor>>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(6, 6, 1);
            public Body() : base(nameof(Body)) => RegisterComponents();
            public override List<Tensor> forward(Tensor x, Tensor? mask)
            {
                var levels = new List<Tensor> { a.call(mask is null ? x : x * mask) };
                levels.Add(b.call(levels[^1]));
                return levels;
            }
        }
        """);

    [Fact]
    public void Inputs_come_in_tuples_and_lists() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,4,8,8", "N,6,8,8", "N,6,8,8")]
        public partial class Net : Module<(Tensor, Tensor), Tensor[], Tensor>
        {
            private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward((Tensor, Tensor) pair, Tensor[] more) => head.call(conv.call(pair.Item1 + pair.Item2) + more[0] * more[1]);
        }
        """);

    [Fact]
    public void A_block_reaches_into_the_blocks_that_it_holds() => Oracle.Check("""
        private readonly Outer outer = new();
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(outer.inner.conv.call(x) * outer.inner.scale);
        """,
        """
        public class Outer : Module<Tensor, Tensor>
        {
            public readonly Inner inner = new();
            public Outer() : base(nameof(Outer)) => RegisterComponents();
            public override Tensor forward(Tensor x) => inner.forward(x);
        }
        public class Inner : Module<Tensor, Tensor>
        {
            public readonly Conv2d conv = Conv2d(4, 6, 1);
            public readonly TorchSharp.Modules.Parameter scale = Parameter(ones(6, 1, 1));
            public Inner() : base(nameof(Inner)) => RegisterComponents();
            public override Tensor forward(Tensor x) => conv.call(x) * scale;
        }
        """);

    [Fact]
    public void Arguments_that_a_call_leaves_out_are_passed_on() => Oracle.Check("""
        private readonly Mix mix = new();
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(mix.forward(x, scale: x.mean([1], keepdim: true)) + mix.forward(x));
        """,
        """
        public class Mix : Module<Tensor, Tensor?, Tensor?, Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1);
            public Mix() : base("Mix") => RegisterComponents();
            public override Tensor forward(Tensor x, Tensor? mask = null, Tensor? scale = null)
            {
                var y = a.call(x);
                if (mask is not null) y = y * mask;
                return scale is null ? y : y * scale;
            }
        }
        """);

    [Fact]
    public void What_may_be_null_needs_no_input() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<(Tensor, Tensor?, Tensor?), Tensor>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward((Tensor, Tensor?, Tensor?) inputs)
            {
                var (x, mask, cache) = inputs;
                var y = a.call(x);
                if (mask is not null && mask.shape[2] > 0) y = y.masked_fill(mask.eq(0), 0);
                return head.call(cache is null ? y : y + cache);
            }
        }
        """);

    [Fact]
    public void A_module_reads_a_tensor_that_another_one_left_in_its_field() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(5, 2, 1);
        private readonly Outer outer = new();
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            x = a.call(x);
            outer.Remember(x);
            return head.call(outer.call(x.relu()));
        }
        """,
        """
        public class Outer : Module<Tensor, Tensor>
        {
            private readonly Fusion fusion = new();
            public Outer() : base("Outer") => RegisterComponents();
            public void Remember(Tensor x) => fusion.Remembered = x;
            public override Tensor forward(Tensor x) => fusion.call(x) * 2;
        }
        public class Fusion : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv = Conv2d(12, 5, 1);
            public Tensor Remembered { get; set; }
            public Fusion() : base("Fusion") => RegisterComponents();
            public override Tensor forward(Tensor x) => conv.call(cat([x, Remembered], 1));
        }
        """);

    [Fact]
    public void Modules_without_parameters_are_made_where_they_are_needed() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(new Swish().call(Sequential(ReLU(), Tanh()).call(a.call(x))));
        """,
        """
        public class Swish : Module<Tensor, Tensor>
        {
            public Swish() : base("Swish") { }
            public override Tensor forward(Tensor x) => x * x.sigmoid();
        }
        """);

    [Fact]
    public void The_plain_module_has_a_forward() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public Tensor forward(Tensor x, bool twice = false) => head.call(twice ? a.call(x) * 2 : a.call(x));
        }
        """);

    [Fact]
    public void Another_method_is_the_entry() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", Entry = "Run")]
        public partial class Net : Module
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public (Tensor, Tensor) Run(Tensor x)
            {
                var y = a.call(x);
                return (head.call(y), y);
            }
        }
        """);

    [Fact]
    public void A_chain_may_have_a_forward_of_its_own() => Oracle.Check(
        """
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Skip skip = new();
        private readonly Sequential chain = Sequential(("first-skip", new Skip()), ("act", ReLU()));
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(chain.call(skip.call(a.call(x))));
        """,
        """
        public class Skip : Sequential
        {
            public Skip() : base(("wide-1", Conv2d(6, 8, 1)), ("1", ReLU()), ("2", Conv2d(8, 6, 1))) { }
            public override Tensor forward(Tensor x) => x + base.forward(x);
        }
        """);

    [Fact]
    public void Plain_modules_have_a_forward_that_their_base_declares() => Oracle.Check(
        """
        private readonly Cell first, second;
        private readonly Conv2d stem = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net")
        {
            (first, second) = (new Wide(), new Same());
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var y = stem.call(x);
            y = first.forward(y, null, out _, scale: 2);
            return head.call(second.forward(y, y.sigmoid(), out int depth) * depth);
        }
        """,
        """
        public abstract class Cell : Module
        {
            protected Cell(string name) : base(name) { }
            public abstract Tensor forward(Tensor x, Tensor? mask, out int depth, int scale = 1);
        }
        public class Wide : Cell
        {
            private readonly Conv2d wide = Conv2d(6, 8, 1), narrow = Conv2d(8, 6, 1);
            private readonly Attention attention = new();
            public Wide() : base("Wide") => RegisterComponents();
            public override Tensor forward(Tensor x, Tensor? mask, out int depth, int scale = 1)
            {
                depth = 2;
                x = attention.forward(x, out _, needWeights: false);
                return mask is null ? x + narrow.call(wide.call(x)) * scale : x * mask;
            }
        }
        public class Same : Cell
        {
            public Same() : base("Same") { }
            public override Tensor forward(Tensor x, Tensor? mask, out int depth, int scale = 1)
            {
                depth = 3;
                return mask is null ? x : x * mask;
            }
        }
        public class Attention : Module
        {
            private readonly Conv2d weigh = Conv2d(6, 6, 1);
            public Attention() : base("Attention") => RegisterComponents();
            public Tensor forward(Tensor x, out Tensor? weights, bool needWeights)
            {
                var shares = weigh.call(x).softmax(1);
                weights = needWeights ? shares : null;
                return x * shares;
            }
        }
        """);

    [Fact]
    public void What_leaves_the_scope_of_a_helper_is_disposed_by_its_caller() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(6, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            using var y = Twice(a.call(x), b);
            var z = y + 1;
            return head.call(z * y);
        }
        private static Tensor Twice(Tensor x, Module<Tensor, Tensor> layer)
        {
            using var scope = NewDisposeScope();
            using var inner = Once(x, layer);
            var z = layer.call(inner) + inner;
            return z.MoveToOuterDisposeScope();
        }
        private static Tensor Once(Tensor x, Module<Tensor, Tensor> layer)
        {
            using var scope = NewDisposeScope();
            var y = layer.call(x).relu();
            return y.MoveToOuterDisposeScope();
        }
        """);

    [Fact]
    public void A_size_of_the_entrys_inputs_is_found_where_a_block_is_given_several_times_that() => Oracle.Check("""
        private readonly Attention attention = new();
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
            return attention.call(x.permute(0, 2, 3, 1).reshape(n * h, w, c)).view(n, h, w, 6);
        }
        """,
        """
        public class Attention : Module<Tensor, Tensor>
        {
            private readonly Linear keys = Linear(4, 8), values = Linear(4, 6);
            public Attention() : base("Attention") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                var future = ones([x.shape[1], x.shape[1]], ScalarType.Bool).triu(1);
                var mask = zeros([x.shape[0], x.shape[1], x.shape[1]]).masked_fill(future, -1e9);
                var k = keys.call(x);
                return (k.matmul(k.transpose(1, 2)) + mask).softmax(-1).matmul(values.call(x));
            }
        }
        """);

    [Fact]
    public void What_forward_can_do_without_its_pruned_form_can_do_without() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor?, Tensor?, Tensor>
        {
            private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x, Tensor? mask = null, Tensor? scale = null) =>
                head.call(mask is null ? conv.call(x) : conv.call(x) * mask);
        }
        """);
}
