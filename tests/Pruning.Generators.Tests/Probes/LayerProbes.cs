using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Kinds of layers, and what stands around the network.</summary>
internal static class LayerProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W09A", "a network prepared for quantisation", "crash@forward")
        {
            Elsewhere = new NotExpressible("TorchSharp has no quantisation observers"),
        },
        new("W09B", "a network that carries unstructured masks", "crash@forward",
            Exactly("a m", Images(12, "x = functional.conv2d(x, m.weight * mask);", "private readonly Conv2d m = Conv2d(16, 12, 1, bias: false); private readonly Tensor mask = ones(12, 16, 1, 1);"))),
        new("W09D", "a detached branch in a sum", "crash@forward",
            Exactly("a", Images(16, "x = c.forward(x) + x.detach();", "private readonly Conv2d c = Conv2d(16, 16, 1);")),
            Exactly("a", Images(16, "using (no_grad()) { x = x * 2; } x = c.forward(x) + x;", "private readonly Conv2d c = Conv2d(16, 16, 1);"))),
        new("W09E-dict", "a dictionary beside the logits", "crash@ctor",
            Exactly("a", Output("Dictionary<string, Tensor>", "new Dictionary<string, Tensor> { [\"logits\"] = y, [\"twice\"] = y * 2 }"))),
        new("W09E-int", "a number beside the logits", "crash@ctor",
            Exactly("a", Output("(Tensor, long)", "(y, x.shape[1])"))),
        new("W09E-none", "nothing beside the logits", "crash@ctor",
            Exactly("a", Output("(Tensor, Tensor?)", "(y, null)")),
            Exactly("a", Output("(Tensor, Tensor)", "(y, y * 2)")),
            Exactly("a", Output("Tensor[]", "new[] { y, y.relu() }"))),
        new("W09a", "a transposed convolution", "ok",
            Exactly("a up", Images(12, "x = up.forward(x);", "private readonly ConvTranspose2d up = ConvTranspose2d(16, 12, 2, stride: 2);")),
            Exactly("a up", Signals(12, "x = up.forward(x);", "private readonly ConvTranspose1d up = ConvTranspose1d(16, 12, 3, stride: 2, padding: 1, output_padding: 1, bias: false);")),
            Exactly("a up", Images(12, "x = up.forward(x);", "private readonly ConvTranspose2d up = ConvTranspose2d(16, 12, 2, groups: 4);"))),
        new("W09c", "a depthwise transposed convolution", "ok",
            Exactly("a", Images(16, "x = up.forward(x);", "private readonly ConvTranspose2d up = ConvTranspose2d(16, 16, 2, stride: 2, groups: 16);")),
            Exactly("a", Images(32, "x = up.forward(x);", "private readonly ConvTranspose2d up = ConvTranspose2d(16, 32, 2, stride: 2, groups: 16);"))),
        new("W09d", "a depthwise convolution", "ok",
            Exactly("a", Images(16, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 16, 3, padding: 1, groups: 16);")),
            Exactly("a", Signals(16, "x = norm.forward(c.forward(x));", "private readonly Conv1d c = Conv1d(16, 16, 3, groups: 16, bias: false); private readonly BatchNorm1d norm = BatchNorm1d(16);"))),
        new("W09e", "a depthwise convolution with two outputs for each channel", "crash@step",
            Exactly("a", Images(32, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 32, 3, padding: 1, groups: 16);")),
            Exactly("a", Images(32, "x = norm.forward(c.forward(x)).relu();", "private readonly Conv2d c = Conv2d(16, 32, 3, padding: 1, groups: 16); private readonly BatchNorm2d norm = BatchNorm2d(32);"))),
        new("W09f", "a convolution in four groups", "ok",
            Exactly("a c", Images(16, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 16, 3, padding: 1, groups: 4);")),
            Exactly("a", Images(16, "x = x + c.forward(x);", "private readonly Conv2d c = Conv2d(16, 16, 3, padding: 1, groups: 4);")),
            Exactly("a c", Images(16, "x = c.forward(x).channel_shuffle(4);", "private readonly Conv2d c = Conv2d(16, 16, 3, padding: 1, groups: 4);")),
            Exactly("a", Images(24, "x = d.forward(c.forward(x));", "private readonly Conv2d c = Conv2d(16, 12, 1, groups: 4), d = Conv2d(12, 24, 1, groups: 2);"))),
        new("W09g", "a convolution in four groups that widens", "ok",
            Exactly("a c", Images(32, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 32, 3, padding: 1, groups: 4);"))),
        new("W09h", "as many groups as outputs, two inputs each", "crash@forward",
            Exactly("a", Images(8, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 8, 1, groups: 8);"))),
        new("W09j", "a group norm before a grouped convolution with other groups", "ok",
            Roughly("a", "statistics over the channels of a group", Images(16, "x = c.forward(norm.forward(x));", "private readonly GroupNorm norm = GroupNorm(4, 16); private readonly Conv2d c = Conv2d(16, 16, 1, groups: 2);"))),
        new("W09j2", "the same, where the groups do not divide each other", "crash@forward",
            Refusing("PRUNE1002", "do not line up", Images(12, "x = c.forward(norm.forward(first.forward(x)));", "private readonly Conv2d first = Conv2d(16, 12, 1); private readonly GroupNorm norm = GroupNorm(3, 12); private readonly Conv2d c = Conv2d(12, 12, 1, groups: 2);"))),
        new("W09m", "a layer norm over channels and pixels", "crash@step",
            Roughly("a", "statistics over all channels", Images(16, "x = norm.forward(x);", "private readonly LayerNorm norm = LayerNorm(new long[] { 16, 8, 8 });")),
            Roughly("a", "statistics over all channels", Images(16, "x = functional.layer_norm(x, new long[] { 16, 8, 8 });")),
            Roughly("a", "statistics over all channels", Images(16, "x = norm.forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);", "private readonly LayerNorm norm = LayerNorm(16);")),
            Exactly("a", Images(16, "x = norm.forward(x);", "private readonly InstanceNorm2d norm = InstanceNorm2d(16, affine: true);")),
            Exactly("a", Images(16, "x = norm.forward(x);", "private readonly GroupNorm norm = GroupNorm(16, 16);")),
            Exactly("a", Images(16, "x = norm.forward(x);", "private readonly LayerNorm norm = LayerNorm(new long[] { 8, 8 });")),
            Roughly("a", "statistics over all channels", Images(16, "x = norm.forward(x);", "private readonly GroupNorm norm = GroupNorm(1, 16);"))),
        new("W09o", "weight norm", "crash@forward",
            Roughly("a m", "the norm of a row reads all channels", Images(12, "x = functional.conv2d(x, m * (g / m.norm(1, keepdim: true)).unsqueeze(-1).unsqueeze(-1).squeeze(1).squeeze(1).view(-1, 1, 1, 1));", "private readonly Parameter m = Parameter(randn(12, 16, 1, 1)), g = Parameter(rand(12, 1, 1, 1));"))),
        new("W09p", "spectral norm", "crash@forward") { Elsewhere = new NotExpressible("TorchSharp has no parametrisations") },
        new("W09q", "orthogonal and spectral parametrisations", "crash@step") { Elsewhere = new NotExpressible("TorchSharp has no parametrisations") },
        new("W09r", "a batch norm of buffers that never learns", "crash@forward",
            Exactly("a", Images(16, "x = norm.forward(x);", "private readonly Frozen norm = new(16);", """
                public class Frozen : Module<Tensor, Tensor>
                {
                    public Frozen(long channels) : base("Frozen")
                    {
                        register_buffer("weight", rand(channels));
                        register_buffer("bias", rand(channels));
                        register_buffer("running_mean", rand(channels));
                        register_buffer("running_var", ones(channels));
                        RegisterComponents();
                    }
                    public override Tensor forward(Tensor x)
                    {
                        var w = get_buffer("weight").reshape(1, -1, 1, 1);
                        var scale = w * (get_buffer("running_var").reshape(1, -1, 1, 1) + 1e-5).rsqrt();
                        return x * scale + (get_buffer("bias").reshape(1, -1, 1, 1) - get_buffer("running_mean").reshape(1, -1, 1, 1) * scale);
                    }
                }
                """)),
            Exactly("a", Images(16, "x = functional.batch_norm(x, mean, variance);", "private readonly Tensor mean = rand(16), variance = ones(16);"))),
        new("W09s", "a deformable convolution", "crash@step") { Elsewhere = new NotExpressible("TorchSharp has no deformable convolution") },
        new("W09t", "a norm by the root of the mean square, with a parameter", "ok",
            Roughly("a", "its mean runs over all channels", Images(16, "x = x * rsqrt(x.pow(2).mean(new long[] { 1 }, keepdim: true) + 1e-6) * scale;", "private readonly Parameter scale = Parameter(ones(16, 1, 1));"))),
        new("W09u", "a first layer that does not learn", "ok",
            Exactly("c", Images(12, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 12, 1);"))),
        new("W09y2", "a traced network", "noop") { Elsewhere = new NotExpressible("the source is read, so there is no trace to begin with") },
        new("W09z", "a symbolic graph of the network", "ok") { Elsewhere = new NotExpressible("the source is the graph") },
    ];

    private static string Output(string type, string result) => $$"""
        [Prunable("N,3,8,8")]
        public partial class Net : Module<Tensor, {{type}}>
        {
            private readonly Conv2d a = Conv2d(3, 16, 3, padding: 1), b = Conv2d(16, 6, 1);
            public Net() : base("Net") => RegisterComponents();
            public override {{type}} forward(Tensor input)
            {
                var x = a.forward(input).relu();
                var y = b.forward(x);
                return {{result}};
            }
        }
        """;
}
