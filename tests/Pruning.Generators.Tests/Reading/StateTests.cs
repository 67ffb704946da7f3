using Pruning.Generators.Tests.Diagnostics;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Parameters, buffers and constants that the constructor makes, and what it does with them.</summary>
public sealed class StateTests
{
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
            if (cache.device_type != x.device_type)
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

    [Theory]
    [InlineData("tensordot(x, weight, new long[] { -1 }, new long[] { 0 })")]
    [InlineData("x.tensordot(weight, new long[] { -1 }, new long[] { 0 })")]
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
}
