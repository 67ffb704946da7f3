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
    public void A_mask_follows_the_input_to_its_device() => Oracle.CheckSource("""
        [Prunable("N,5,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear a = Linear(8, 6), head = Linear(6, 2);
            private Tensor mask = ones(1, 9, 9).triu(1).to(ScalarType.Bool);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                var y = a.call(x);
                var hidden = mask.slice(1, 0, x.shape[1], 1).slice(2, 0, x.shape[1], 1);
                if (hidden.device_type != x.device_type || hidden.device_index != y.device_index)
                {
                    mask = mask.to(x.device);
                    hidden = mask.slice(1, 0, x.shape[1], 1).slice(2, 0, x.shape[1], 1);
                }
                var weights = y.matmul(y.transpose(1, 2)).masked_fill(hidden, float.NegativeInfinity).softmax(2);
                return head.call(weights.matmul(y));
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
}
