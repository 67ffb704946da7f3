using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Layers and weights that are used more than once.</summary>
internal static class SharingProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W10a", "one convolution twice in a row", "ok",
            Exactly("a", Images(16, "x = c.forward(c.forward(x).relu());", "private readonly Conv2d c = Conv2d(16, 16, 3, padding: 1);"))),
        new("W10a3", "the same, channel by channel", "ok-exact",
            Exactly("a", Images(16, "for (int i = 0; i < 3; i++) x = x + c.forward(x).tanh();", "private readonly Conv2d c = Conv2d(16, 16, 3, padding: 1);")),
            Exactly("a", Images(16, "x = twice.forward(x);", "private readonly Sequential twice = Twice(Conv2d(16, 16, 1)); private static Sequential Twice(Conv2d c) => Sequential((\"one\", c), (\"two\", c));"))),
        new("W10b", "one head on two levels", "ok",
            Exactly("a", Images(16, "var y = down.forward(x); x = head.forward(x) + functional.interpolate(head.forward(y), scale_factor: new double[] { 2, 2 });", Levels))),
        new("W10b2", "the same, channel by channel", "ok-exact",
            Exactly("a", Images(32, "var y = down.forward(x); x = cat(new[] { head.forward(x), functional.interpolate(head.forward(y), scale_factor: new double[] { 2, 2 }) }, 1);", Levels)),
            Exactly("a", Images(16, "var y = down.forward(x); x = head.forward(x) + functional.interpolate(head.forward(y), scale_factor: new double[] { 2, 2 });", "private readonly Conv2d down = Conv2d(16, 16, 3, stride: 2, padding: 1); private readonly Head head = new();", """
                public class Head : Module<Tensor, Tensor>
                {
                    private readonly Conv2d c = Conv2d(16, 16, 1);
                    public Head() : base("Head") => RegisterComponents();
                    public override Tensor forward(Tensor x)
                    {
                        var y = c.forward(x).view(x.shape[0], 16, x.shape[2] * x.shape[3]);
                        return (y * y.softmax(-1)).view(x.shape[0], 16, x.shape[2], x.shape[3]);
                    }
                }
                """)),
            Exactly("a", """
                [Prunable("N,3,8,8")]
                public partial class Net : Module<Tensor, List<Tensor>>
                {
                    private readonly Conv2d a = Conv2d(3, 16, 1), down = Conv2d(16, 16, 3, stride: 2), head = Conv2d(16, 3, 1);
                    public Net() : base("Net") => RegisterComponents();
                    public override List<Tensor> forward(Tensor input)
                    {
                        var levels = new List<Tensor>();
                        var x = a.forward(input);
                        levels.Add(head.forward(x));
                        x = down.forward(x);
                        levels.Add(head.forward(x).relu());
                        return levels;
                    }
                }
                """)),
        new("W10d", "two layers with one weight", "ok",
            Exactly("a", Images(16, "x = functional.conv2d(c.forward(x).relu(), c.weight!);", "private readonly Conv2d c = Conv2d(16, 16, 1);"))),
        new("W10d2", "the same: the weight stays one", "silent-wrong",
            Exactly("a", Images(12, "var y = c.forward(x); x = y + functional.conv2d(x * 2, c.weight!, c.bias);", "private readonly Conv2d c = Conv2d(16, 12, 1);")),
            Exactly("a", Vectors(12, "x = functional.linear(c.forward(x).relu(), c.weight!.t()); x = c.forward(x);", "private readonly Linear c = Linear(16, 12);"))),
        new("W10e", "one PReLU behind two layers", "ok",
            Exactly("a", Images(16, "x = act.forward(c.forward(act.forward(x)));", "private readonly PReLU act = PReLU(16); private readonly Conv2d c = Conv2d(16, 16, 1);")),
            Exactly("a c", Images(12, "x = act.forward(c.forward(act.forward(x)));", "private readonly PReLU act = PReLU(1); private readonly Conv2d c = Conv2d(16, 12, 1);")),
            Exactly("a", Images(16, "x = norm.forward(c.forward(norm.forward(x)));", "private readonly BatchNorm2d norm = BatchNorm2d(16); private readonly Conv2d c = Conv2d(16, 16, 1);"))),
        new("W10f", "a recurrence by one convolution over input and state", "crash@step",
            Exactly("a c", Images(10, Recurrence("cat(new[] { x, h }, 1)"), "private readonly Conv2d c = Conv2d(26, 10, 3, padding: 1);"))),
        new("W10f2", "the same, channel by channel", "crash@forward",
            Exactly("a c", Images(10, Recurrence("cat(new[] { h, x }, 1)"), "private readonly Conv2d c = Conv2d(26, 10, 3, padding: 1);")),
            Exactly("a c", Images(10, "var h = c.forward(x).tanh(); for (int i = 0; i < 2; i++) { h = (c.forward(x) + d.forward(h)).tanh(); } x = h;", "private readonly Conv2d c = Conv2d(16, 10, 1), d = Conv2d(10, 10, 1);"))),
    ];

    private const string Levels = "private readonly Conv2d down = Conv2d(16, 16, 3, stride: 2, padding: 1), head = Conv2d(16, 16, 1);";

    private static string Recurrence(string step) =>
        $"var h = zeros(x.shape[0], 10, 8, 8); for (int i = 0; i < 3; i++) h = c.forward({step}).tanh(); x = h;";
}
