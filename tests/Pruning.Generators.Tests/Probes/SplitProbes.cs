using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Channels that are cut into pieces.</summary>
internal static class SplitProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W04c", "halves by slices up to a field", "crash@forward",
            Exactly("a", Images(8, "x = x[.., ..half] * sigmoid(x[.., half..]);", "private readonly int half = 8;")),
            Exactly("a", Images(8, "x = x[TensorIndex.Colon, TensorIndex.Slice(0, half)] * x[TensorIndex.Colon, TensorIndex.Slice(half)].sigmoid();", "private readonly long half = 8;")),
            Exactly("a", Images(8, "long half = x.shape[1] / 2; x = x.narrow(1, 0, half) * sigmoid(x.narrow(1, half, half));")),
            Exactly("a", Images(8, "x = x[.., ..^8] * sigmoid(x[.., ^8..]);")),
            Exactly("a", Sequences(8, "x = x[TensorIndex.Ellipsis, ..8] * sigmoid(x[TensorIndex.Ellipsis, 8..]);"))),
        new("W04d", "pieces of a given size", "crash@forward",
            Exactly("a", Images(8, "var y = x.split(8, 1); x = y[0] * y[1];")),
            Exactly("a", Images(8, "var y = torch.split(x, new long[] { 8, 8 }, 1); x = y[0] + y[1];")),
            Exactly("a", Images(4, "var y = x.split(4, 1); x = y[0] * y[1] + y[2] * y[3];")),
            Exactly("a", Images(8, "var y = x.split(8, -3); x = y[0] - y[1];")),
            Exactly("a", Images(26, "var y = x.split(6, 1); x = cat(new[] { y[2], y[0], y[1], y[0], y[2] }, 1);")),
            Exactly("a", Images(16, "var y = x.tensor_split(3, 1); x = cat(new[] { y[2], y[0], y[1] }, 1);")),
            Exactly("a", Images(16, "var y = torch.tensor_split(x, new long[] { 3, 7 }, 1); x = cat(new[] { y[2], y[0], y[1] }, 1);")),
            Exactly("a", Vectors(8, "var y = x.hsplit(2); x = y[0] * y[1];")),
            Exactly("a", Vectors(16, "var y = x.hsplit(new long[] { 5 }); x = cat(new[] { y[1], y[0].sigmoid() }, 1);")),
            Exactly("a", Vectors(16, "var y = x.t().vsplit(2); x = cat(new[] { y[1], y[0].sigmoid() }, 0).t();")),
            Exactly("a", Sequences(8, "var y = x.dsplit(2); x = y[0] * y[1];"))),
        new("W04e", "two chunks, all groups pruned", "noop", Exactly("a", Images(8, "var y = x.chunk(2, 1); x = y[0] + y[1];"))),
        new("W04f", "two chunks, channel by channel", "ok-exact",
            Exactly("a", Images(8, "var y = x.chunk(2, 1); x = y[0] * sigmoid(y[1]);")),
            Exactly("a", Images(5, "var y = x[.., ..15].chunk(3, 1); x = y[0] + y[1] * y[2];")),
            Exactly("a", Images(22, "var y = x.chunk(3, -3); x = cat(new[] { y[0], y[2], y[0], y[1] }, 1);")),
            Exactly("a", Images(8, "var (y, z) = Halves(x); x = y * z;", "private static (Tensor, Tensor) Halves(Tensor t) { var h = t.chunk(2, 1); return (h[0], h[1]); }"))),
        new("W04g", "a buffer with one value for each channel", "crash@forward",
            Exactly("a", Images(16, "x = x * scale;", "private readonly Tensor scale = rand(16, 1, 1);")),
            Exactly("a", Images(16, "x = (x - mean.view(1, -1, 1, 1)) / deviation.view(1, 16, 1, 1);", "private readonly Tensor mean = rand(16), deviation = ones(16);")),
            Exactly("a", Buffer("register_buffer(\"scale\", rand(1, 16, 1, 1));", "x * get_buffer(\"scale\")")),
            Exactly("a", Sequences(16, "x = x.masked_fill(mask.gt(0.5), 0);", "private readonly Tensor mask = rand(16);"))),
    ];

    private static string Buffer(string registration, string expression) => $$"""
        [Prunable("N,3,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d a = Conv2d(3, 16, 3, padding: 1), b = Conv2d(16, 6, 1);
            public Net() : base("Net")
            {
                {{registration}}
                RegisterComponents();
            }
            public override Tensor forward(Tensor input)
            {
                var x = a.forward(input).relu();
                return b.forward({{expression}});
            }
        }
        """;
}
