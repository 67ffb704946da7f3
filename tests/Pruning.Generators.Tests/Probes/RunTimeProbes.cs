using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Criteria, budgets, costs and ways to call them, and the controls of the list.</summary>
internal static class RunTimeProbes
{
    private const string Grouped = "private readonly Conv2d c = Conv2d(16, 16, 1, groups: 4);";

    public static IEnumerable<Probe> All =>
    [
        new("W11b", "a criterion from second derivatives, accumulated over samples", "silent-wrong")
        {
            Elsewhere = new NotExpressible("there is no such criterion here yet"),
        },
        new("W11c", "a quarter of a layer's channels by hand", "silent-wrong")
        {
            Elsewhere = new ShownBy("a plan names the channels that stay", "RunTimeProbeTests.Channels_by_hand"),
        },
        new("W11d", "an argument's default that all instances share", "leak")
        {
            Elsewhere = new NotExpressible("options are immutable records"),
        },
        new("W11e", "an optimizer made before pruning", "silent-wrong")
        {
            Elsewhere = new ShownBy("pruning gives a new module and leaves the dense one as it is", "RunTimeProbeTests.The_dense_module_stays"),
        },
        new("W11f", "a global budget with equal scores", "noop (silent)")
        {
            Elsewhere = new ShownBy("the budget is met, the first channels go first", "RunTimeProbeTests.Equal_scores"),
        },
        new("W11g", "multiples of more channels than there are", "noop (silent)")
        {
            Elsewhere = new ShownBy("refused with what the least possible is", "RunTimeProbeTests.Impossible_rounding"),
        },
        new("W11j", "an exception of the user's own in forward", "misleading-error")
        {
            Elsewhere = new NotExpressible("nothing is run to find the couplings"),
        },
        new("W11k", "a criterion from gradients before any backward pass", "crash@step")
        {
            Elsewhere = new NotExpressible("there is no criterion here that reads gradients yet"),
        },
        new("W11o", "multiply-accumulates of an encoder layer", "silent-wrong")
        {
            Elsewhere = new ShownBy("a layer that is not counted is listed as such", "ProbeTests"),
        },
        new("W11p", "multiply-accumulates of attention called with named arguments", "crash",
            Exactly("a", Sequences(
                16,
                "x = functional.scaled_dot_product_attention(key: k.forward(x), query: q.forward(x), value: x);",
                "private readonly Linear q = Linear(16, 8), k = Linear(16, 8);"))),
        new("W11t", "a kind of layer left out", "silent-wrong")
        {
            Elsewhere = new ShownBy("[Keep] on the field, or groups by name; what has no effect is reported", "ChannelAttributeTests"),
        },
        new("W11u", "the classifier's outputs not excluded", "silent-wrong",
            Exactly("a", Images(16, ""))),
        new("W13a", "distances between filters of a grouped convolution", "crash@step",
            Exactly("a c", Images(16, "x = c.forward(x);", Grouped))),
        new("W13b-0.25", "a grouped convolution, widths in multiples of four, a quarter removed", "silent-wrong")
        {
            Elsewhere = new ShownBy("refused: the message says that no smaller width is a multiple, and what the least possible is", "RunTimeProbeTests.Rounded_widths"),
        },
        new("W13b-0.4", "the same, two fifths removed", "silent-wrong")
        {
            Elsewhere = new ShownBy("refused: the message says that no smaller width is a multiple, and what the least possible is", "RunTimeProbeTests.Rounded_widths"),
        },
        new("W13f", "inputs by name", "ok", Exactly("a c", TwoInputs)),
        new("W13g", "one tensor twice in a concatenation", "ok",
            Exactly("a u", Images(44, "var y = u.forward(x); x = cat(new[] { x, y, x }, 1);", "private readonly Conv2d u = Conv2d(16, 12, 1);"))),
        new("W13g-x", "the same, channel by channel", "ok-exact",
            Exactly("a u", Images(40, "var y = u.forward(x); x = cat(new[] { y, x, y }, 1);", "private readonly Conv2d u = Conv2d(16, 12, 1);"))),
        new("W13h", "a skip concatenated", "ok-exact",
            Exactly("a d u", Images(20, "var y = d.forward(x); x = cat(new[] { u.forward(y), x }, 1);", "private readonly Conv2d d = Conv2d(16, 8, 2, stride: 2); private readonly ConvTranspose2d u = ConvTranspose2d(8, 4, 2, stride: 2);"))),
        new("W13i", "convolution and norm over volumes", "ok-exact",
            Exactly("a", Network(
                "N,2,4,4,4",
                "Conv3d a = Conv3d(2, 8, 3, padding: 1), b = Conv3d(8, 3, 1);",
                "return b.forward(norm.forward(a.forward(input)).relu()).mean(new long[] { 2, 3, 4 });",
                "private readonly BatchNorm3d norm = BatchNorm3d(8);"))),
        new("W13j", "a removed channel that is constant, folded into the next bias", "not-supported")
        {
            Elsewhere = new NotExpressible("there is no such compensation here yet"),
        },
        new("W13k-0.8", "a fifth of ten channels", "silent-wrong (floor)")
        {
            Elsewhere = new ShownBy("two stay: the fraction that stays is rounded up to what the budget allows", "RunTimeProbeTests.A_fifth_of_ten"),
        },
        new("W14b", "a regulariser over groups with a grouped convolution", "crash@regularize")
        {
            Elsewhere = new NotExpressible("there is no regulariser here yet"),
        },
        new("W14d", "a regulariser by norms, one group has none", "crash@regularize")
        {
            Elsewhere = new NotExpressible("there is no regulariser here yet"),
        },
        new("W14f", "a criterion by norms, one group has none", "crash@regularize")
        {
            Elsewhere = new NotExpressible("there is no criterion by norms' scales here yet"),
        },
        new("W14h", "a rule of one's own for one layer", "crash@ctor")
        {
            Elsewhere = new NotExpressible("couplings follow from the source, so no layer needs a rule of the user's"),
        },
        new("W14k", "multiply-accumulates of a transposed convolution", "wrong")
        {
            Elsewhere = new ShownBy("each input pixel is counted once for each output channel and kernel entry", "RunTimeProbeTests.Costs"),
        },
        new("W14l", "multiply-accumulates of a linear layer, for one sample", "wrong")
        {
            Elsewhere = new ShownBy("costs are those of one sample", "RunTimeProbeTests.Costs"),
        },
    ];

    private const string TwoInputs = """
        [Prunable("N,3,8,8", "N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor, Tensor>
        {
            private readonly Conv2d a = Conv2d(3, 16, 1), c = Conv2d(4, 16, 1), b = Conv2d(32, 5, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor left, Tensor right) => b.forward(cat(new[] { a.forward(left), c.forward(right) }, 1));
        }
        """;
}
