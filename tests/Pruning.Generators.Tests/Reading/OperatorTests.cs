using Pruning.Generators.Tests.Compiled;
using Pruning.Generators.Tests.Diagnostics;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Operators that models use now and then, held against the running model and against masking.</summary>
public sealed class OperatorTests
{
    [Fact]
    public void What_is_picked_along_other_dimensions_leaves_the_channels_free() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            var (largest, where) = y.topk(5, 3);
            var (sorted, order) = y.sort(2, descending: true);
            var gathered = y.gather(3, where);
            var taken = y.take_along_dim(order, 2);
            var columns = y.index_select(3, arange(1, 5));
            var backwards = y.take_along_dim(y.argsort(3), 3);
            return head.call(cat([largest, sorted, gathered, taken, columns, backwards], 3));
        }
        """).Modules.Count.ShouldBe(3);

    [Fact]
    public void What_is_put_somewhere_follows_the_channels_of_where_it_is_put() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            var (largest, where) = y.topk(5, 3);
            var spread = zeros_like(y).scatter(3, where, largest) + zeros_like(y).scatter_add(3, where, largest);
            spread = spread.index_add(2, arange(0, 3), b.call(x)[.., .., ..3], 2);
            spread = spread.index_copy(2, arange(4, 6), b.call(x).narrow(2, 1, 2));
            return head.call(spread);
        }
        """);

    [Fact]
    public async Task Channels_that_are_picked_themselves_stay() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> a = Conv2d(4, 6, 1), head = Conv2d(3, 2, 1);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => head.call(a.call(x).topk(3, 1).values);
            }
            """)).ShouldBe(["PRUNE1002 a.call(x).topk(3, 1)"]);

    [Fact]
    public void Statistics_over_other_dimensions_leave_the_channels_free() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, (Tensor, Tensor, Tensor)>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1);
            private readonly Linear head = Linear(6, 3);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor, Tensor) forward(Tensor x)
            {
                var y = a.call(x).flatten(2);
                var (deviation, mean) = std_mean(y, 2L);
                var (variance, again) = y.var_mean(2L, keepdim: true);
                var (least, most) = y.aminmax(2);
                var (middle, at) = y.kthvalue(30, 2);
                var (running, _) = y.cummax(2);
                var any = (y > 0).any(2) & (y > 0.5).any(2);
                var all = (y > -9).all(2);
                return (head.call(mean) + head.call(least) + head.call(middle), head.call((variance + again).squeeze(2) * any),
                    head.call((deviation + most + running[.., .., 9]) * all));
            }
        }
        """);

    [Fact]
    public void Grids_windows_and_moved_dimensions() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, (Tensor, Tensor, Tensor)>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1), wide = Conv2d(8, 2, 1);
            private readonly Linear rows = Linear(6, 3);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor, Tensor) forward(Tensor x)
            {
                var y = a.call(x);
                var grid = meshgrid([linspace(-1, 1, 5), linspace(-1, 1, 7)], indexing: "xy");
                var places = stack([grid[0], grid[1]], -1).unsqueeze(0).expand(x.shape[0], -1, -1, -1);
                var sampled = nn.functional.grid_sample(y, places, align_corners: true);
                var moved = movedim(movedim(y, 1, -1), [3L, 0L], [1L, 0L]);
                var windows = moved.unfold(2, 3, 2).sum(4);
                var classes = nn.functional.one_hot(x.argmax(1), 8).movedim([3L], [1L]).to(float32);
                return (head.call(sampled), head.call(windows), wide.call(classes) + rows.call(vstack([y[.., .., 0, 0], y[.., .., 1, 1]])).mean());
            }
        }
        """);

    [Fact]
    public void Columns_diagonals_and_differences() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, (Tensor, Tensor, Tensor)>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(6, 8, 1), head = Conv2d(6, 2, 1), narrow = Conv2d(2, 2, 1);
            private readonly Linear rows = Linear(6, 3), both = Linear(12, 3);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor, Tensor) forward(Tensor x)
            {
                var y = a.call(x);
                var folded = nn.functional.fold(nn.functional.unfold(y, 3, padding: 1), 8, 3, padding: 1);
                var pixels = nn.functional.fold(b.call(y).flatten(2), (9, 9), (2, 2));
                var turned = y.rot90(1, (2, 3)).diff(1, -1) + y.index(TensorIndex.Ellipsis, TensorIndex.Slice(1));
                var vector = y.sum([2, 3]);
                var squares = einsum("ni,nj->nij", vector, vector).diagonal(0, 1, 2) + vector.diag_embed().sum([2]);
                var tall = row_stack(vector, squares).flipud();
                return (head.call(folded) + head.call(turned).sum([2, 3], keepdim: true), narrow.call(pixels),
                    rows.call(tall).sum([0L], keepdim: true) + both.call(column_stack(vector, squares)));
            }
        }
        """);

    [Fact]
    public void Pixels_that_features_became_stay_where_they_are_shuffled() => Oracle.CheckSource("""
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, (Tensor, Tensor, Tensor)>
        {
            private readonly Linear a = Linear(4, 48), b = Linear(4, 64), c = Linear(4, 32);
            private readonly Conv2d fewer = Conv2d(12, 2, 1), more = Conv2d(1, 2, 1), windowed = Conv2d(8, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor, Tensor) forward(Tensor x)
            {
                var features = x.mean(new long[] { 2, 3 });
                var few = nn.functional.pixel_unshuffle(a.call(features).view(-1, 3, 4, 4), 2);
                var many = nn.functional.pixel_shuffle(b.call(features).view(-1, 4, 4, 4), 2);
                var columns = nn.functional.unfold(c.call(features).view(-1, 2, 4, 4), 2, stride: 2).view(x.shape[0], -1, 2, 2);
                return (fewer.call(few).mean(new long[] { 2, 3 }), more.call(many).view(x.shape[0], 2, 8, 8), windowed.call(columns));
            }
        }
        """);

    [Fact]
    public void Tensors_are_kept_by_other_scopes() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x).MoveToOtherDisposeScope(x);
            return head.call(y.tanh().MoveToOuterDisposeScope().relu().DetachFromDisposeScope());
        }
        """);

    [Fact]
    public void Poolings_that_can_be_undone() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var (largest, places) = nn.functional.max_pool2d_with_indices(a.call(x), [2L]);
            return head.call(nn.functional.max_unpool2d(largest.tanh(), places, [2L, 2L]));
        }
        """);

    [Fact]
    public void Layers_pool_and_undo_it() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(6, 5, 1), c = Conv2d(5, 6, 1), head = Conv2d(6, 2, 1);
        private readonly MaxPool2d pool = MaxPool2d(2), again = MaxPool2d((2, 2), stride: (2, 2));
        private readonly MaxUnpool2d unpool = MaxUnpool2d(2), sized = MaxUnpool2d(2);
        private readonly AdaptiveMaxPool2d adaptive = AdaptiveMaxPool2d(new long[] { 2, 2 });
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var (y, places) = pool.forward_with_indices(a.call(x));
            y = b.call(y);
            (Tensor z, Tensor inner) = again.forward_with_indices(y);
            y = unpool.call(c.call(sized.forward(z.tanh(), inner, y.shape)), places);
            return head.call(y + adaptive.forward_with_indices(y).output.mean([2L, 3L], keepdim: true));
        }
        """);

    [Fact]
    public void Arrays_have_several_dimensions() => Oracle.Check("""
        private static readonly float[,] Sharpen = { { 0, -1, 0 }, { -1, 5, -1 }, { 0, -1, 0 } };
        private readonly Conv2d a, head = Conv2d(6, 2, 1);
        private readonly Tensor blur, levels;
        private readonly int[,] widths = new int[2, 3] { { 1, 2, 3 }, { 4, 5, 6 } };
        public Net() : base("Net")
        {
            var sums = new double[widths.GetLength(0), widths.GetUpperBound(1) + 1, 2];
            for (int i = 0; i < sums.GetLength(0); i++)
            {
                for (int j = 0; j < sums.GetLength(1); j++)
                {
                    sums[i, j, 1] = Math.Exp(-0.5 * i) * widths[i, j] / (1 + j);
                    sums[i, j, 0] += sums[i, j, 1];
                }
            }
            a = Conv2d(4, widths[1, 2] + sums.Length / 12 - widths.Rank + 1, 1);
            blur = tensor(Sharpen).unsqueeze(0).unsqueeze(0);
            levels = tensor(sums);
            register_buffer("blur", blur);
            RegisterComponents();
        }
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            y = functional.conv2d(y.flatten(0, 1).unsqueeze(1), blur, padding: new long[] { 1, 1 }).view(y.shape);
            var corners = tensor(new float[,] { { 1.5f, 2 }, { widths[0, 2], -0.5f } }).repeat(4, 4);
            var table = tensor(new[,] { { 1L, 0L }, { 2L, 3L } });
            return head.call(y * corners) + levels.mean() * table.to(float32).sum();
        }
        """);

    [Fact]
    public void Rows_are_compared_over_their_features() => Oracle.CheckSource("""
        [Prunable("5,4", "7,4")]
        public partial class Net : Module<Tensor, Tensor, (Tensor, Tensor)>
        {
            private readonly Linear a = Linear(4, 6), b = Linear(4, 6);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor) forward(Tensor x, Tensor y)
            {
                Tensor left = a.call(x), right = b.call(y);
                return (cdist(left, right), nn.functional.cosine_similarity(left, a.call(x * 2), 1));
            }
        }
        """);

    [Fact]
    public void Transposed_convolutions_take_their_weight_from_elsewhere() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(5, 2, 1), groups = Conv2d(8, 2, 1);
        private readonly Parameter plain = new(randn(6, 5, 3, 3)), bias = new(randn(5)), grouped = new(randn(6, 4, 2, 2));
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x);
            var up = nn.functional.conv_transpose2d(y, plain, bias, strides: [2L, 2L], padding: [1L, 1L], output_padding: [1L, 1L]);
            var wide = nn.functional.conv_transpose2d(y, grouped, strides: [2L, 2L], groups: 2);
            return head.call(up) + groups.call(wide);
        }
        """);

    [Fact]
    public void A_model_may_compute_its_own_loss() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor?, (Tensor, Tensor, Tensor)>
        {
            private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 4, 1);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor, Tensor) forward(Tensor x, Tensor? target = null)
            {
                var y = head.call(a.call(x));
                if (target is null) return (y, zeros(1), zeros(1));
                var each = nn.functional.mse_loss(y, target, nn.Reduction.None);
                return (y, nn.functional.cross_entropy(y, target.argmax(1)) + nn.functional.l1_loss(y, target), each);
            }
        }
        """);

    [Fact]
    public async Task Behind_an_unknown_operator_each_of_several_tensors_is_unknown() =>
        (await AnalyzerRun.On("""
            using Pruning; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn;
            [Prunable("N,9,4")]
            public partial class Net : Module<Tensor, (Tensor, Tensor, Tensor)>
            {
                private readonly Linear a = Linear(4, 6);
                private readonly LSTM lstm = LSTM(6, 5, batchFirst: true);
                private readonly Linear head = Linear(5, 2);
                public Net() : base("Net") => RegisterComponents();
                public override (Tensor, Tensor, Tensor) forward(Tensor x)
                {
                    var y = renorm(a.call(x), 2, 1, 1);
                    var (outputs, hidden, _) = lstm.call(y);
                    var (values, inverse, _) = unique(head.call(outputs), return_inverse: true);
                    var parts = hidden.chunk(2, 2);
                    return (values, inverse, parts[0] + parts[1]);
                }
            }
            """)).ShouldBe(["PRUNE1002 renorm(a.call(x), 2, 1, 1)"]);

    [Fact]
    public void Numbers_stand_for_tensors() => Oracle.Check("""
        private readonly Linear a = Linear(4, 6), head = Linear(6, 2);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var places = zeros(2, 8, 4);
            for (int i = 0; i < 2; i++)
            {
                var rate = exp(-log(10000.0) * (2 * i) / 4);
                places[.., .., 2 * i] = sin(arange(8).to(float32).unsqueeze(0).unsqueeze(0) * rate);
            }
            return head.call(a.call(x + places));
        }
        """, attribute: "[Prunable(\"2,8,4\")]");

    [Fact]
    public void A_diagonal_is_made_a_matrix_and_taken_out_of_one() => Oracle.CheckSource("""
        [Prunable("5,4", "5,5")]
        public partial class Net : Module<Tensor, Tensor, (Tensor, Tensor)>
        {
            private readonly Linear a = Linear(4, 6), head = Linear(6, 2);
            public Net() : base("Net") => RegisterComponents();
            public override (Tensor, Tensor) forward(Tensor x, Tensor edges)
            {
                var degree = diag((edges * edges).sum(1).pow(-0.5));
                var y = head.call(matmul(matmul(degree, edges), a.call(x)).relu());
                return (y, torch.diag(edges) + y.select(1, 0));
            }
        }
        """).Modules.Count.ShouldBe(3);

    [Fact]
    public void What_is_pruned_to_one_channel_is_not_squeezed()
    {
        CompiledModel model = CompiledModels.Of(["""
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, (Tensor, Tensor)>
            {
                private readonly Conv2d a = Conv2d(4, 2, 1), head = Conv2d(2, 3, 1);
                private readonly Linear last = Linear(2, 3), other = Linear(2, 3);
                public Net() : base("Net") => RegisterComponents();
                public override (Tensor, Tensor) forward(Tensor x)
                {
                    var y = a.call(x).squeeze(1);
                    var pooled = y.mean(new long[] { 2, 3 }, keepdim: true);
                    var copy = pooled.clone();
                    copy.squeeze_();
                    return (head.call(torch.squeeze(y, -3)), last.call(pooled.squeeze()) + other.call(copy));
                }
            }
            """]).Single();

        model.Reports.ShouldBeEmpty();
        model.PrunedEqualsMasked(plans: 8);
    }

    [Fact]
    public void Names_of_operators_may_be_keywords() => Oracle.Check("""
        private readonly Conv2d a = Conv2d(4, 6, 1), head = Conv2d(6, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(a.call(x) * x.gt(0).@float().sum(1, keepdim: true).@int());
        """);

    [Fact]
    public void Sums_of_sizes_are_numbers_of_their_own() => Oracle.Check("""
        private readonly Linear a = Linear(4, 6), head = Linear(6, 2);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var y = a.call(x) / (x.shape[1] - 1) - (x.shape[0] - x.shape[1]);
            return head.call(y * (x.shape[0] + x.shape[2]) / (2 * x.shape[1] - 3));
        }
        """, attribute: "[Prunable(\"N,8,4\")]");
}
