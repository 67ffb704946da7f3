using Pruning.Generators.Networks;
using Pruning.Generators.Tests.Diagnostics;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Constructs that people's models are full of, each held against the running model and against masking.</summary>
public sealed class HabitTests
{
    [Fact]
    public void A_static_that_no_one_assigns_has_its_initial_value() => Oracle.Check(
        """
        private readonly Module<Tensor, Tensor> conv = Conv2d(4, Block.expansion * 3, 3, padding: 1), head = Conv2d(12, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(conv.call(x));
        """,
        "public class Block { public static int expansion = 4; public static int Twice => expansion * 2; }");

    [Fact]
    public async Task A_static_that_someone_assigns_is_not_known() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> conv = Conv2d(4, Settings.Width, 3);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => conv.call(x);
            }
            public static class Settings { public static int Width = 4; public static void Widen() => Width *= 2; }
            """)).ShouldBe(["PRUNE0010 Settings.Width"]);

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
    public void A_cache_is_moved_to_where_the_input_is_and_written() => Oracle.Check("""
        private readonly Linear keys = Linear(8, 6), head = Linear(6, 3);
        private Tensor cache;
        public Net() : base("Net")
        {
            cache = zeros(4, 16, 6);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            int batch = (int)x.shape[0], length = (int)x.shape[1];
            if (cache.device != x.device)
            {
                cache = cache.to(x.device, disposeAfter: true).DetachFromDisposeScope();
            }

            cache[..batch, 0..length, ..] = keys.call(x);
            var kept = cache[..batch, ..length, ..];
            var lowest = full(new long[] { 5, 5 }, torch.finfo(ScalarType.Float32).min);
            return head.call(matmul(softmax(lowest.triu(1), -1), kept)) + keys.call(x).mean().flatten();
        }
        """, attribute: "[Prunable(\"N,5,8\")]");

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
    public void An_array_stands_for_a_tensor() => Oracle.Check("""
        private readonly Parameter biases = Parameter(arange(12, dtype: ScalarType.Float32).view(2, 6) / 12);
        private readonly Tensor order;
        private readonly Linear first = Linear(8, 6), head = Linear(6, 3);
        public Net() : base("Net")
        {
            order = LongTensor(new[] { 0, 2, 1, 5, 4, 3 }).view(2, 3);
            register_buffer("order", order, persistent: false);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            x = first.call(x) + biases[0];
            Tensor scales = new float[] { 1, 2, 3 };
            return head.call(x) * scales + order.sum();
        }
        """, attribute: "[Prunable(\"N,5,8\")]");

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
    public void A_buffer_may_hold_complex_numbers() => Oracle.Check("""
        private readonly Tensor turns;
        private readonly Linear first = Linear(8, 6), head = Linear(6, 3);
        public Net() : base("Net")
        {
            var angles = outer(arange(5, dtype: ScalarType.Float32), ones(3) / 2);
            turns = polar(ones_like(angles), angles);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var pairs = view_as_complex(first.call(x).reshape(x.shape[0], 5, 3, 2).contiguous()) * turns.unsqueeze(0);
            return head.call(view_as_real(pairs).reshape(x.shape[0], 5, 6));
        }
        """, attribute: "[Prunable(\"N,5,8\")]");

    [Fact]
    public void Weights_may_be_set_by_how_many_they_read() => Oracle.Check("""
        private readonly Linear first = Linear(8, 6), head = Linear(6, 3);
        private readonly Parameter scale;
        public Net() : base("Net")
        {
            (long fanIn, long fanOut) = init.CalculateFanInAndFanOut(first.weight);
            init.uniform_(first.weight, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanOut));
            scale = Parameter(ones(1, fanOut));
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var y = first.call(x) * scale;
            return head.call(torch.is_grad_enabled() ? y.clone() : y);
        }
        """, attribute: "[Prunable(\"N,8\")]");

    [Fact]
    public void An_element_type_may_decide() => Oracle.Check("""
        private readonly Linear first = Linear(8, 6), head = Linear(6, 3);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = first.call(x);
            if (y.dtype is ScalarType.Float16 or ScalarType.BFloat16)
            {
                y = y.to(ScalarType.Float32);
            }

            y = y.dtype switch
            {
                ScalarType.Float64 => y * 2,
                _ => y + 1,
            };
            return head.call(y);
        }
        """, attribute: "[Prunable(\"N,8\")]");

    [Theory]
    [InlineData("tensordot(x, weight, new long[] { -1 }, new long[] { 0 })")]
    [InlineData("x.tensordot(weight, 1)")]
    public void A_parameter_may_be_contracted(string contraction) => Oracle.Check($$"""
        private readonly Linear first = Linear(8, 6), head = Linear(6, 3);
        private readonly Parameter weight = Parameter(arange(24, dtype: ScalarType.Float32).view(6, 2, 2) / 24);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            x = first.call(x);
            return head.call(x) * {{contraction}}.sum(new long[] { -1, -2 }).unsqueeze(-1);
        }
        """, attribute: "[Prunable(\"N,5,8\")]");

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
    public void What_a_dynamic_object_does_follows_from_what_it_is() => Oracle.Check("""
        private readonly ModuleList<Module> blocks = new();
        private readonly Module last = Conv2d(8, 2, 1);
        public Net() : base("Net")
        {
            blocks.append(Conv2d(4, 6, 1));
            blocks.append(ReLU());
            blocks.append(new Block(6, 8));
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            foreach (dynamic block in blocks)
            {
                x = block.forward(x);
            }

            dynamic named = blocks[2];
            x = x + named.Scaled(x, by: 2);
            x = ((dynamic)last).call(x);
            return ((dynamic)x).mean(dimensions: new long[] { 2 }, keepdim: true).transpose(2, 3);
        }
        """,
        """
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv;
            public Block(int inputs, int outputs) : base("Block") { conv = Conv2d(inputs, outputs, 1); RegisterComponents(); }
            public override Tensor forward(Tensor x) => conv.call(x).tanh();
            public Tensor Scaled(Tensor x, float by, float shift = 0.5f) => x * by + shift;
        }
        """);

    [Fact]
    public void A_parameter_may_be_made_on_a_device_that_only_the_run_knows() => Oracle.Check("""
        private readonly Scale a;
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net")
        {
            a = new Scale(4, 6);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(a.call(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2));
        """,
        """
        public class Scale : Module<Tensor, Tensor>
        {
            protected Tensor weight;
            public Scale(int inputs, int outputs, string? device = null) : base("Scale")
            {
                device ??= torch.get_default_device().ToString();
                weight = torch.ones(outputs, inputs, device: device);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => matmul(x, weight.t());
        }
        """);

    [Fact]
    public void Slices_are_written() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), head = Conv2d(12, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            var both = zeros(x.shape[0], 12, 8, 8);
            both[.., ..6] = y;
            both[TensorIndex.Colon, TensorIndex.Slice(6, null)] = b.call(x);
            y[.., .., 0] = 1;
            both[.., .., .., 7] *= 0.5;
            return head.call(both) + y.mean([1], keepdim: true);
        }
        """);

    [Fact]
    public void What_is_computed_before_a_change_in_place_sees_the_old_values() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Module<Tensor, Tensor> relu = ReLU(inplace: true);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            var doubled = y * 2;
            y[.., .., ..4] = 0;
            var shifted = y + 1;
            relu.call(y);
            var scaled = y * 3;
            y.add_(1);
            return head.call(y + doubled * shifted + scaled);
        }
        """);

    [Fact]
    public void A_layer_is_given_weights_of_the_same_shape() => Oracle.Check("""
        private readonly Conv2d a, b;
        public Net() : base("Net")
        {
            a = Conv2d(4, 6, 1, bias: false);
            a.weight = Parameter(arange(24, dtype: ScalarType.Float32).view(6, 4, 1, 1) / 24);
            a.weight.requires_grad = false;
            b = Conv2d(6, 2, 1);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => b.call(a.call(x));
        """);

    [Fact]
    public void A_side_of_a_branch_may_have_a_list_of_its_own() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), head = Conv2d(6, 6, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            if (training == false)
            {
                return head.call(a.call(x));
            }
            else
            {
                var parts = new List<Tensor>();
                parts.Add(a.call(x));
                parts.Add(b.call(x));
                return head.call(parts[0] + parts[1]);
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
    public void Constants_that_are_not_registered_are_made_again() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private static readonly Tensor ramp = arange(8, dtype: ScalarType.Float32) / 8;
        private Tensor mask;
        public Net() : base("Net")
        {
            RegisterComponents();
            mask = ones(8, 8).tril().unsqueeze(0);
        }
        public override Tensor forward(Tensor x) => head.call(conv.call(x) * mask + ramp);
        """);

    [Fact]
    public void Buffers_keep_their_element_types_and_whether_they_are_stored() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Tensor positions = arange(8);
        private readonly Tensor visible;
        public Net() : base("Net")
        {
            visible = ones(8, 8).tril().to(ScalarType.Bool);
            register_buffer("scale", ones(6, 1, 1) * 2);
            register_buffer("hidden", ones(6, 1, 1) * 3, persistent: false);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) =>
            head.call((conv.call(x) * get_buffer("scale")).masked_fill(visible.logical_not(), 0) + get_buffer("hidden")) + positions;
        """);

    [Fact]
    public void Which_device_there_is_does_not_matter() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Device device;
        public Net() : base("Net")
        {
            device = cuda.is_available() ? CUDA : CPU;
            RegisterComponents();
            if (cuda.is_available())
            {
                this.to(CUDA);
            }
        }
        public override Tensor forward(Tensor x) => head.call(conv.call(x.to(device)));
        """);

    [Fact]
    public void Tensors_are_made_like_other_tensors() => Oracle.Check("""
        private readonly Block block = new();
        private readonly Conv2d head = Conv2d(6, 2, 1);
        private readonly Parameter scale;
        public Net() : base("Net")
        {
            scale = Parameter(ones(6, 1, 1));
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var type = x.dtype;
            var y = block.forward(x, type, x.device) * scale.to(type);
            return head.call(y + ones([x.shape[0], 6, 8, 8], dtype: y.dtype, device: y.device)).to(head.weight.dtype);
        }
        """,
        """
        public class Block : Module<Tensor, ScalarType, Device, Tensor>
        {
            private readonly Conv2d conv = Conv2d(4, 6, 1);
            public Block() : base(nameof(Block)) => RegisterComponents();
            public override Tensor forward(Tensor x, ScalarType type, Device device) => conv.call(x).to(type) + arange(8, dtype: type, device: device);
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
    public void A_module_may_hold_parameters_and_run_nothing() => Oracle.Check("""
        private readonly Weights weights = new(6, 4);
        private readonly Conv2d head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(nn.functional.conv2d(x, weights.Normalized()));
        """,
        """
        public class Weights : Module
        {
            public readonly Parameter gain, direction;
            public Weights(long outputs, long inputs) : base("Weights")
            {
                gain = new(ones(outputs, 1, 1, 1));
                direction = new(randn(outputs, inputs, 1, 1));
                RegisterComponents();
            }
            public Tensor Normalized() => gain * (direction / (direction * direction).sum([1, 2, 3], keepdim: true).sqrt());
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
    public async Task A_dynamic_call_of_what_there_is_not_is_named() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> conv = Conv2d(4, 6, 3);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x)
                {
                    dynamic layer = conv;
                    return layer.forwards(x);
                }
            }
            """)).ShouldBe(["PRUNE0010 layer.forwards(x)"]);

    [Fact]
    public void A_parameter_may_be_set_to_another_shape() => Oracle.Check("""
        private readonly Parameter gain = new(ones(1, 6, 1, 1)), shift = new(ones(3, 6, 1, 1));
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net")
        {
            RegisterComponents();
            using (no_grad()) gain.set_(shift.sum([1L], keepdim: true).sum([0L], keepdim: true));
        }
        public override Tensor forward(Tensor x) => head.call(a.call(x) * gain + shift[0]);
        """);

    [Fact]
    public void Bags_of_words() => Oracle.Check("""
        private readonly EmbeddingBag bags = EmbeddingBag(9, 6, mode: EmbeddingBagMode.Sum);
        private readonly Linear head = Linear(6, 2);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var words = x.argmax(1).flatten(1);
            return head.call(bags.call(words)) + head.call(bags.call(words.flatten(), arange(0, 24, 12)));
        }
        """, attribute: "[Prunable(\"2,4,3,4\")]");

    [Fact]
    public void Pairs_are_turned_as_complex_numbers() => Oracle.Check("""
        private readonly Linear a = Linear(8, 12), head = Linear(12, 2);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            var angles = outer(arange(0, 8).to(float32), pow(10000f, -arange(0, 6).to(float32) / 6));
            var turns = polar(ones_like(angles), angles);
            var pairs = view_as_complex(y.reshape(y.shape[0], 4, 8, 6, 2));
            return head.call(view_as_real(pairs * turns.unsqueeze(0).unsqueeze(0)).flatten(3));
        }
        """);

    [Fact]
    public void The_weight_of_a_layer_has_a_shape() => Oracle.Check("""
        private readonly Linear a = Linear(4, 6), head = Linear(6, 2);
        private readonly Tensor noise;
        public Net() : base("Net")
        {
            noise = randn(a.weight!.shape[0], 1);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var weight = a.weight + noise.expand(a.weight!.shape);
            return head.call(functional.linear(x.mean([2L, 3L]), weight, a.bias)) / head.weight!.size(0);
        }
        """);

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
    public void Branches_depend_on_devices_element_types_and_data() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var moved = x.device.type != a.weight!.device.type ? x.to(a.weight!.device) : x.alias();
            bool isPositive = (moved.sum() > 0).item<bool>();
            var y = isPositive ? a.call(moved) : b.call(moved);
            if (x.mean().item<float>() > -9 && !x.requires_grad && x.dtype == float32)
            {
                y = y * 2;
            }
            if ((bool)(moved.max() < 100))
            {
                y.add_(1);
            }
            return head.call(y);
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
    public void Shapes_are_put_together_in_spans() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(a.call(x).view(Joined(x.shape[..1], [6, 64])).view(Joined([x.shape[0], 6], [8, 8])));
        private static long[] Joined(long[] first, long[] second)
        {
            var shape = new long[first.Length + second.Length];
            first.CopyTo(shape, 0);
            second.AsSpan().CopyTo(shape.AsSpan(first.Length));
            return shape;
        }
        """);

    [Fact]
    public void Layers_tell_their_windows_and_large_numbers_have_divisors() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 3, padding: 1), b, head = Conv2d(6, 2, 1);
        public Net() : base("Net")
        {
            int groups = (int)System.Numerics.BigInteger.GreatestCommonDivisor(4, 6);
            b = Conv2d(a.in_channels, 6, (a.kernel_size[0], a.kernel_size[1]), (a.stride[0], a.stride[1]), (a.padding[0], a.padding[1]), groups: groups);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(a.call(x) + b.call(x));
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

    private const string OtherThingsInTraining = """
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor[]>
        {
            private readonly Block block = new();
            private readonly Conv2d head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor[] forward(Tensor x)
            {
                var (features, more) = block.call(x);
                return more is null ? [head.call(features)] : [head.call(features), head.call(more)];
            }
        }

        public class Block : Module<Tensor, (Tensor, Tensor?)>
        {
            private readonly Conv2d a = Conv2d(4, 5, 1), b = Conv2d(5, 6, 1), c = Conv2d(5, 6, 1);
            public Block() : base("Block") => RegisterComponents();
            public override (Tensor, Tensor?) forward(Tensor x)
            {
                Tensor? more = null;
                x = a.call(x);
                if (this.training)
                {
                    using var scope = NewDisposeScope();
                    more = c.call(x).tanh().MoveToOuterDisposeScope();
                }
                return (b.call(x), more);
            }
        }
        """;

    [Fact]
    public void A_network_that_gives_other_things_in_training_is_read_for_evaluation() => Oracle.CheckSource(OtherThingsInTraining);

    [Fact]
    public void A_network_that_gives_other_things_in_training_is_read_for_training() => Oracle.CheckInTraining(OtherThingsInTraining);

    [Fact]
    public void A_side_that_throws_is_dropped_with_all_that_it_computed() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            if (x.isnan().any().item<bool>())
            {
                var y = a.call(x).tanh();
                throw new ArgumentException(y.ToString());
            }
            return head.call(a.call(x).tanh());
        }
        """);

    [Fact]
    public async Task A_disposed_tensor_is_returned() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x)
                {
                    using var y = Helper(x);
                    using var result = head.call(y);
                    return result;
                }
                private Tensor Helper(Tensor x)
                {
                    var y = a.call(x);
                    return y;
                }
            }
            """)).ShouldBe(["PRUNE1016 result"]);

    [Fact]
    public void Tables_have_constants_and_pairs_as_keys() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Parameter biases;
        private readonly Dictionary<string, long> widths = new() { ["a"] = 1, ["b"] = 2 };
        private enum Side { Left, Right }
        public Net() : base("Net")
        {
            var offsets = new Dictionary<(int, int), int>();
            for (int i = 0; i < 60; i++)
            {
                for (int j = 0; j < 60; j++)
                {
                    var offset = (Math.Abs(i - j), i % 2);
                    if (!offsets.ContainsKey(offset)) offsets.Add(offset, offsets.Count);
                    widths["b"] = Math.Max(widths["b"], offsets[offset]);
                }
            }
            offsets.Remove((0, 0));
            var sides = new Dictionary<Side, int> { [Side.Left] = offsets.Count, [Side.Right] = 0 };
            biases = Parameter(zeros(sides[Side.Left], widths["b"]));
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(a.call(x)) * biases.sum();
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
    public void Tensors_are_made_of_arrays() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Tensor weights, table, order;
        public Net() : base("Net")
        {
            float[] flat = new float[6];
            for (int i = 0; i < 6; i++) flat[i] = 1f / MathF.Sqrt(i + 1);
            weights = from_array(flat).reshape(6, 1, 1);
            table = from_array(new float[,] { { 1, 2 }, { 3, 4 } });
            order = from_array(new long[] { 5, 4, 3, 2, 1, 0 });
            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(conv.call(x).index_select(1, order) * weights) * table[0, 1];
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
    public void An_index_that_the_constructor_makes_of_a_tensor_is_that_tensor_in_forward() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        private readonly Parameter biases = Parameter(randn(6, 5));
        private readonly Tensor places = zeros(8, 8, ScalarType.Int64);
        private readonly TensorIndex index;
        public Net() : base("Net")
        {
            index = TensorIndex.Tensor(places);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var y = conv.call(x);
            return head.call(y + biases[TensorIndex.Colon, index]);
        }
        """);

    [Theory]
    [InlineData("places[0][1] = 3;")]
    [InlineData("places.view(64)[1] = 3;")]
    [InlineData("places.narrow(0, 0, 1).fill_(3);")]
    [InlineData("places[1].fill_(3);")]
    public async Task A_tensor_that_is_changed_through_a_view_cannot_be_made_anew(string change) =>
        (await AnalyzerRun.On($$"""
            using Pruning; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Conv2d conv = Conv2d(4, 6, 1);
                private readonly TensorIndex index;
                public Net() : base("Net")
                {
                    var places = zeros(8, 8, ScalarType.Int64);
                    {{change}}
                    index = TensorIndex.Tensor(places);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => conv.call(x)[.., index];
            }
            """)).ShouldBe(["PRUNE0010 conv.call(x)[.., index]"]);

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
