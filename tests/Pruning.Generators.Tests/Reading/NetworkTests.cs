namespace Pruning.Generators.Tests.Reading;

/// <summary>Networks of kinds that people build, in small; each one is compiled, made, pruned and run for comparison.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void Inverted_residuals_with_squeeze_and_excitation() => Oracle.Check(
        """
        private readonly Sequential features;
        private readonly Sequential classifier;

        public Net(int classes = 5, double multiplier = 0.75) : base(nameof(Net))
        {
            (int t, int c, int n, int s)[] settings = [(1, 8, 1, 1), (3, 12, 2, 2)];
            int input = MakeDivisible(8 * multiplier, 2);
            var layers = new List<Module<Tensor, Tensor>> { new ConvNormActivation(4, input, stride: 1) };
            foreach (var (t, c, n, s) in settings)
            {
                int output = MakeDivisible(c * multiplier, 2);
                for (int i = 0; i < n; i++)
                {
                    int stride = i == 0 ? s : 1;
                    layers.Add(new InvertedResidual(input, output, stride, t));
                    input = output;
                }
            }

            features = Sequential(layers);
            classifier = Sequential(("dropout", Dropout(0.2)), ("fc", Linear(input, classes)));
            RegisterComponents();
        }

        private static int MakeDivisible(double v, int divisor) => Math.Max(divisor, (int)(v + divisor / 2.0) / divisor * divisor);

        public override Tensor forward(Tensor x)
        {
            x = features.call(x);
            x = functional.adaptive_avg_pool2d(x, 1).reshape(x.shape[0], -1);
            return classifier.call(x);
        }
        """,
        """
        public class ConvNormActivation : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> conv, norm;
            private readonly Module<Tensor, Tensor>? act;
            public ConvNormActivation(long i, long o, long kernel = 3, long stride = 1, long groups = 1, bool activation = true) : base("ConvNormActivation")
            {
                conv = Conv2d(i, o, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false);
                norm = BatchNorm2d(o);
                if (activation) act = ReLU6(inplace: true);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                var y = norm.call(conv.call(x));
                return act != null ? act.call(y) : y;
            }
        }

        public class SqueezeExcitation : Module<Tensor, Tensor>
        {
            private readonly Conv2d fc1, fc2;
            public SqueezeExcitation(long channels, long reduced) : base("SE")
            {
                fc1 = Conv2d(channels, reduced, 1L);
                fc2 = Conv2d(reduced, channels, 1L);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                var scale = functional.adaptive_avg_pool2d(x, 1);
                scale = functional.relu(fc1.call(scale));
                scale = fc2.call(scale).sigmoid();
                return scale * x;
            }
        }

        public class InvertedResidual : Module<Tensor, Tensor>
        {
            private readonly Sequential conv;
            private readonly bool useResidual;
            public InvertedResidual(int i, int o, int stride, int expand) : base("InvertedResidual")
            {
                int hidden = (int)Math.Round(i * (double)expand);
                useResidual = stride == 1 && i == o;
                var layers = new List<Module<Tensor, Tensor>>();
                if (expand != 1) layers.Add(new ConvNormActivation(i, hidden, kernel: 1));
                layers.Add(new ConvNormActivation(hidden, hidden, stride: stride, groups: hidden));
                layers.Add(new SqueezeExcitation(hidden, hidden / 2));
                layers.Add(new ConvNormActivation(hidden, o, 1, activation: false));
                conv = Sequential(layers);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => useResidual ? x + conv.call(x) : conv.call(x);
        }
        """);

    [Fact]
    public void A_unet_with_skips_kept_in_a_list() => Oracle.Check(
        """
        private readonly ModuleList<Module<Tensor, Tensor>> downs = new();
        private readonly ModuleList<Module<Tensor, Tensor>> ups = new();
        private readonly Module<Tensor, Tensor> pool = MaxPool2d(2, 2);
        private readonly DoubleConv bottleneck;
        private readonly Conv2d final_conv;

        public Net() : base("UNet")
        {
            var features = new[] { 6, 12 };
            int channels = 4;
            foreach (var feature in features)
            {
                downs.Add(new DoubleConv(channels, feature));
                channels = feature;
            }

            foreach (var feature in features.Reverse())
            {
                ups.Add(ConvTranspose2d(feature * 2, feature, kernel_size: 2, stride: 2));
                ups.Add(new DoubleConv(feature * 2, feature));
            }

            bottleneck = new DoubleConv(features[^1], features[^1] * 2);
            final_conv = Conv2d(features[0], 3, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var skips = new List<Tensor>();
            foreach (var down in downs)
            {
                x = down.call(x);
                skips.Add(x);
                x = pool.call(x);
            }

            x = bottleneck.call(x);
            skips.Reverse();
            for (int i = 0; i < ups.Count; i += 2)
            {
                x = ups[i].call(x);
                var skip = skips[i / 2];
                if (x.shape[2] != skip.shape[2])
                {
                    x = functional.interpolate(x, new long[] { skip.shape[2], skip.shape[3] });
                }

                x = ups[i + 1].call(cat(new[] { skip, x }, 1));
            }

            return final_conv.call(x);
        }
        """,
        """
        public class DoubleConv : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> conv;
            public DoubleConv(int i, int o) : base("DoubleConv")
            {
                conv = Sequential(
                    ("c1", Conv2d(i, o, 3, 1, 1, bias: false)), ("b1", BatchNorm2d(o)), ("r1", ReLU()),
                    ("c2", Conv2d(o, o, 3, 1, 1, bias: false)), ("b2", BatchNorm2d(o)), ("r2", ReLU()));
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => conv.call(x);
        }
        """);

    [Fact]
    public void A_transformer_encoder_with_attention_written_out() => Oracle.Check(
        """
        private readonly Linear embed = Linear(12, 16);
        private readonly ModuleList<Block> blocks;
        private readonly LayerNorm norm;
        private readonly Linear head;

        public Net(int dim = 16, int depth = 2, int heads = 4) : base("Transformer")
        {
            blocks = new ModuleList<Block>(Enumerable.Range(0, depth).Select(_ => new Block(dim, heads)).ToArray());
            norm = LayerNorm(dim);
            head = Linear(dim, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var h = embed.call(x);
            foreach (var block in blocks) h = block.call(h);
            return head.call(norm.call(h).mean(new long[] { 1 })).MoveToOuterDisposeScope();
        }
        """,
        """
        public class Attention : Module<Tensor, Tensor>
        {
            private readonly int heads;
            private readonly Linear query, key, value, output;
            public Attention(int dim, int heads) : base("Attention")
            {
                this.heads = heads;
                query = Linear(dim, dim);
                key = Linear(dim, dim);
                value = Linear(dim, dim);
                output = Linear(dim, dim);
                RegisterComponents();
            }

            private Tensor Split(Tensor x, long n, long t) => x.view(n, t, heads, -1).transpose(1, 2);

            public override Tensor forward(Tensor x)
            {
                long n = x.size(0), t = x.size(1);
                var q = Split(query.call(x), n, t);
                var k = Split(key.call(x), n, t);
                var v = Split(value.call(x), n, t);
                var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.shape[^1]);
                var y = scores.softmax(-1).matmul(v);
                return output.call(y.transpose(1, 2).contiguous().view(n, t, -1));
            }
        }

        public class Block : Module<Tensor, Tensor>
        {
            private readonly LayerNorm norm1, norm2;
            private readonly Attention attention;
            private readonly Sequential mlp;
            public Block(int dim, int heads) : base("Block")
            {
                norm1 = LayerNorm(new long[] { dim });
                norm2 = LayerNorm(dim);
                attention = new Attention(dim, heads);
                mlp = Sequential(Linear(dim, dim * 4), GELU(), Linear(dim * 4, dim));
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                x = x + attention.call(norm1.call(x));
                return x + mlp.call(norm2.call(x));
            }
        }
        """,
        attribute: "[Prunable(\"N,5,12\")]");

    [Fact]
    public void A_block_with_layer_scale_and_permuted_channels() => Oracle.Check(
        """
        private readonly Block block = new(4);
        private readonly Conv2d head = Conv2d(4, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x) => head.call(block.call(x));
        """,
        """
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Conv2d dwconv;
            private readonly LayerNorm norm;
            private readonly Linear pwconv1, pwconv2;
            private readonly Parameter? gamma;
            public Block(int dim, double scale = 1e-6) : base("Block")
            {
                dwconv = Conv2d(dim, dim, kernel_size: 7, padding: 3, groups: dim);
                norm = LayerNorm(dim, eps: 1e-6);
                pwconv1 = Linear(dim, 4 * dim);
                pwconv2 = Linear(4 * dim, dim);
                gamma = scale > 0 ? nn.Parameter(scale * ones(dim)) : null;
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                var input = x;
                x = dwconv.call(x).permute(0, 2, 3, 1);
                x = pwconv2.call(functional.gelu(pwconv1.call(norm.call(x))));
                if (gamma is not null) x = gamma * x;
                return input + x.permute(0, 3, 1, 2);
            }
        }
        """);

    [Fact]
    public void A_legacy_module_whose_forward_overrides_nothing() => Oracle.Check(
        """
        private readonly Legacy inner = new();
        private readonly Conv2d head = Conv2d(5, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var (a, b) = inner.forward(x, new Options { Scale = 2, Flip = true });
            return head.call(a + b);
        }
        """,
        """
        public struct Options { public int Scale; public bool Flip; }
        public class Legacy : nn.Module
        {
            private readonly Conv2d one = Conv2d(4, 5, 1), two = Conv2d(4, 5, 1);
            public Legacy() : base("Legacy") => RegisterComponents();
            public (Tensor, Tensor) forward(Tensor x, Options options)
            {
                var a = one.call(x) * options.Scale;
                if (options.Flip) a = -a;
                return (a, two.call(x));
            }
        }
        """);

    [Fact]
    public void Lists_of_tensors_between_modules() => Oracle.Check(
        """
        private readonly Pyramid pyramid = new();
        private readonly Merge merge = new();
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            Tensor[] levels = pyramid.call(x);
            return merge.call(levels.ToList());
        }
        """,
        """
        public class Pyramid : Module<Tensor, Tensor[]>
        {
            private readonly Conv2d first = Conv2d(4, 6, 3, padding: 1), second = Conv2d(6, 6, 3, stride: 2, padding: 1);
            public Pyramid() : base("Pyramid") => RegisterComponents();
            public override Tensor[] forward(Tensor x)
            {
                var result = new Tensor[2];
                result[0] = first.call(x);
                result[1] = second.call(result[0]);
                return result;
            }
        }

        public class Merge : Module<List<Tensor>, Tensor>
        {
            private readonly Conv2d head = Conv2d(6, 3, 1);
            public Merge() : base("Merge") => RegisterComponents();
            public override Tensor forward(List<Tensor> levels)
            {
                var top = functional.interpolate(levels[1], scale_factor: [2.0, 2.0]);
                return head.call(levels[0] + top);
            }
        }
        """);

    [Fact]
    public void A_gated_autoencoder_with_chunks_and_shuffles() => Oracle.Check("""
        private readonly Sequential encoder = Sequential(Conv2d(4, 8, 3, stride: 2, padding: 1), LeakyReLU(0.2), Conv2d(8, 12, 3, 1, 1));
        private readonly ConvTranspose2d decoder = ConvTranspose2d(6, 4, 4, stride: 2, padding: 1);
        public Net() : base("Net") => RegisterComponents();

        private Tensor Encode(Tensor x) => encoder.call(x);

        public override Tensor forward(Tensor x)
        {
            var z = Encode(x);
            var parts = z.chunk(2, 1);
            var (a, b) = (parts[0], parts[1]);
            z = a * torch.sigmoid(b);
            return torch.tanh(decoder.call(z));
        }
        """);

    [Fact]
    public void Tables_that_the_constructor_computes() => Oracle.Check(
        """
        private readonly Embedding tokens = Embedding(20, 8);
        private readonly Tensor positions;
        private readonly Linear head = Linear(8, 20);

        public Net(int length = 6, int width = 8) : base("Net")
        {
            var position = arange(0, length).unsqueeze(1).to(ScalarType.Float32);
            var divisor = exp(arange(0, width, 2).to(ScalarType.Float32) * (-Math.Log(10000.0) / width));
            var table = cat(new[] { sin(position * divisor), cos(position * divisor) }, 1);
            positions = table.unsqueeze(0);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => head.call(tokens.call(x.to(ScalarType.Int64).abs().clamp(0, 19)) + positions);
        """,
        attribute: "[Prunable(\"N,6\")]");
}
