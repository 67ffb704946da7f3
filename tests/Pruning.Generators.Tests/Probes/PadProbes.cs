using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Channels that are padded with zeros.</summary>
internal static class PadProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W01a", "CIFAR ResNet whose shortcuts pad channels, all groups pruned", "crash@forward",
            Exactly("stem second.conv1", Residual("x[.., .., TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)]")),
            Exactly("stem second.conv1", Residual("functional.avg_pool2d(x, 2)")),
            Exactly("stem second.conv1", Residual("x.slice(2, 0, 8, 2).slice(3, 0, 8, 2)"))),
        new("W01d", "the same, the stem pruned with what is coupled to it in every stage", "crash@forward",
            Exactly("stem", Residual("x[.., .., TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)]", stages: 2))),
        new("W01d3", "the same with shortcuts by mean pooling", "ok",
            Exactly("stem", Residual("functional.avg_pool2d(x, 2)", stages: 2))),
        new("W01e", "channels padded on both sides", "silent-wrong",
            Exactly("a", Images(24, "x = functional.pad(x, new long[] { 0, 0, 0, 0, 4, 4 });")),
            Exactly("a", Images(24, "x = functional.pad(x, new long[] { 0, 0, 0, 0, 8, 0 });")),
            Exactly("a", Images(24, "x = functional.pad(x, new long[] { 1, 1, 1, 1, 0, 8 });")),
            Exactly("a", Images(20, "x = functional.pad(x, new long[] { 0, 0, 0, 0, 1, 3 }, value: 0.5);")),
            Exactly("a", Sequences(20, "x = functional.pad(x, new long[] { 3, 1 });")),
            Exactly("a", Images(24, "x = cat(new[] { zeros(x.shape[0], 4, 8, 8), x, zeros(x.shape[0], 4, 8, 8) }, 1);")),
            Exactly("a", Images(12, "x = functional.pad(x, new long[] { 0, 0, 0, 0, -2, -2 });")),
            Refusing("PRUNE1002", "padded with what is not constant", Signals(
                18, "x = functional.pad(x.transpose(1, 2), new long[] { 1, 1 }, PaddingModes.Reflect).transpose(1, 2);"))),
        new("W01g", "pixels padded", "ok-exact",
            Exactly("a", Images(16, "x = pad.forward(x);", "private readonly ZeroPad2d pad = ZeroPad2d(1);")),
            Exactly("a", Images(16, "x = functional.pad(x, new long[] { 1, 2, 0, 1 }, PaddingModes.Reflect);")),
            Exactly("a", Images(16, "x = pad.forward(x);", "private readonly ReflectionPad2d pad = ReflectionPad2d((1, 2, 0, 1));"))),
    ];

    private static string Residual(string shortcut, int stages = 1) => Network(
        "N,3,8,8",
        "Conv2d stem = Conv2d(3, 6, 3, padding: 1);",
        $$"""
        var x = stem.forward(input).relu();
        {{(stages == 1 ? "" : "x = first.forward(x);")}}
        x = second.forward(x);
        return head.forward(x.mean(new long[] { 2, 3 }));
        """,
        $"""
        {(stages == 1 ? "" : "private readonly Block first = new(6, 6, 1);")}
        private readonly Block second = new(6, 12, 2);
        private readonly Linear head = Linear(12, 4);
        """,
        $$"""
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv1, conv2;
            private readonly BatchNorm2d norm;
            private readonly int outputs, stride;
            public Block(int inputs, int outputs, int stride) : base("Block")
            {
                conv1 = Conv2d(inputs, outputs, 3, stride: stride, padding: 1);
                norm = BatchNorm2d(outputs);
                conv2 = Conv2d(outputs, outputs, 3, padding: 1);
                (this.outputs, this.stride) = (outputs, stride);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x)
            {
                var y = conv2.forward(functional.relu(norm.forward(conv1.forward(x))));
                var shortcut = stride == 1 ? x : functional.pad({{shortcut}}, new long[] { 0, 0, 0, 0, outputs / 4, outputs / 4 });
                return functional.relu(y + shortcut);
            }
        }
        """);
}
