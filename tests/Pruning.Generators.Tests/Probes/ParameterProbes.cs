using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Parameters of the user's own, attention over pixels, and layers with two inputs.</summary>
internal static class ParameterProbes
{
    private const string Projections = "private readonly Conv2d t = Conv2d(16, 8, 1), p = Conv2d(16, 8, 1), g = Conv2d(16, 8, 1), o = Conv2d(8, 16, 1);";

    private const string NonLocal = """
        var query = t.forward(x).flatten(2).transpose(1, 2);
        var weights = torch.bmm(query, p.forward(x).flatten(2)).softmax(-1);
        var y = torch.bmm(weights, g.forward(x).flatten(2).transpose(1, 2)).transpose(1, 2).reshape(x.shape[0], -1, 8, 8);
        x = x + o.forward(y);
        """;

    public static IEnumerable<Probe> All =>
    [
        new("W07A-p", "einsum with a parameter, all groups pruned", "crash@step",
            Exactly("a w", Images(12, "x = einsum(\"bchw,cd->bdhw\", x, w);", "private readonly Parameter w = Parameter(randn(16, 12));"))),
        new("W07A-x", "einsum with a parameter, channel by channel", "crash@forward",
            Exactly("a w", Images(12, "x = einsum(\"nchw, dc -> ndhw\", x, w);", "private readonly Parameter w = Parameter(randn(12, 16));")),
            Exactly("a w", Sequences(12, "x = einsum(\"ntc,cd->ntd\", x, w);", "private readonly Parameter w = Parameter(randn(16, 12));")),
            Exactly("a w", Sequences(12, "x = x.matmul(w);", "private readonly Parameter w = Parameter(randn(16, 12));")),
            Exactly("a w", Sequences(12, "x = torch.matmul(x, w.t()) + c;", "private readonly Parameter w = Parameter(randn(12, 16)), c = Parameter(randn(12));")),
            Exactly("a w", Vectors(12, "x = x.mm(w);", "private readonly Parameter w = Parameter(randn(16, 12));")),
            Exactly("a w", Vectors(12, "x = functional.linear(x, w, c);", "private readonly Parameter w = Parameter(randn(12, 16)), c = Parameter(randn(12));")),
            Exactly("a", Sequences(16, "x = einsum(\"ntc,c->ntc\", x, w);", "private readonly Parameter w = Parameter(randn(16));"))),
        new("W07B-p", "a functional convolution with a parameter, all groups pruned", "crash@step",
            Exactly("a w", Images(12, "x = functional.conv2d(x, w);", "private readonly Parameter w = Parameter(randn(12, 16, 1, 1));"))),
        new("W07B-x", "a functional convolution with a parameter, channel by channel", "crash@forward",
            Exactly("a w", Images(12, "x = functional.conv2d(x, w, c, padding: new long[] { 1, 1 });", "private readonly Parameter w = Parameter(randn(12, 16, 3, 3)), c = Parameter(randn(12));")),
            Exactly("a", Images(16, "x = functional.conv2d(x, w, padding: new long[] { 1, 1 }, groups: 16);", "private readonly Parameter w = Parameter(randn(16, 1, 3, 3));")),
            Exactly("a w", Signals(12, "x = functional.conv1d(x, w, stride: 2);", "private readonly Parameter w = Parameter(randn(12, 16, 2));"))),
        new("W07C", "a parameter for each channel and pixel added", "noop",
            Exactly("a", Images(16, "x = x + position;", "private readonly Parameter position = Parameter(randn(1, 16, 8, 8));")),
            Exactly("a", Images(16, "x = x + position.unsqueeze(0);", "private readonly Parameter position = Parameter(randn(16, 8, 8));")),
            Exactly("a", Images(16, "x = x + rows.unsqueeze(-1) + columns.unsqueeze(-2);", "private readonly Parameter rows = Parameter(randn(1, 16, 8)), columns = Parameter(randn(16, 8));")),
            Exactly("a", Sequences(16, "x = x + position[.., ..7];", "private readonly Parameter position = Parameter(randn(1, 9, 16));"))),
        new("W07C2", "the same, with the dimension said by the user", "ok",
            Exactly("a", Images(16, "x = x * scale.view(1, -1, 1, 1);", "private readonly Parameter scale = Parameter(randn(16));"))),
        new("W07D", "attention over pixels, one weight for all channels", "noop",
            Exactly("a", Images(16, "x = x * sigmoid(squeeze.forward(x));", "private readonly Conv2d squeeze = Conv2d(16, 1, 1);")),
            Exactly("a", Images(16, "x = x * squeeze.forward(x).sigmoid().expand_as(x);", "private readonly Conv2d squeeze = Conv2d(16, 1, 1);")),
            Exactly("a", Images(16, "x = x * squeeze.forward(x).sigmoid().expand(-1, 16, -1, -1);", "private readonly Conv2d squeeze = Conv2d(16, 1, 1);")),
            Exactly("a", Images(16, "x = x * squeeze.forward(x).sigmoid().repeat(1, 16, 1, 1);", "private readonly Conv2d squeeze = Conv2d(16, 1, 1);"))),
        new("W07E", "attention over pixels from the mean and the maximum of all channels", "noop",
            Roughly("a", "the mean and the maximum change", Images(
                16,
                "var pooled = cat(new[] { x.mean(new long[] { 1 }, keepdim: true), x.max(1, keepdim: true).values }, 1); x = x * sigmoid(spatial.forward(pooled));",
                "private readonly Conv2d spatial = Conv2d(2, 1, 3, padding: 1);"))),
        new("W07F-x", "squeeze and excitation", "ok-exact",
            Exactly("a down", Images(16, "x = x * up.forward(down.forward(x.mean(new long[] { 2, 3 })).relu()).sigmoid().view(x.shape[0], 16, 1, 1);", "private readonly Linear down = Linear(16, 4), up = Linear(4, 16);")),
            Exactly("a down", Images(16, "x = x * up.forward(down.forward(functional.adaptive_avg_pool2d(x, 1)).relu_()).sigmoid_();", "private readonly Conv2d down = Conv2d(16, 4, 1), up = Conv2d(4, 16, 1);")),
            Exactly("a down", Images(16, "var w = up.forward(down.forward(functional.adaptive_avg_pool2d(x, 1).flatten(1))); x = x * w[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.None, TensorIndex.None];", "private readonly Linear down = Linear(16, 4), up = Linear(4, 16);")),
            Exactly("a", Images(16, "x.mul_(eca.forward(x.mean(new long[] { 2, 3 }).unsqueeze(-1)).sigmoid().unsqueeze(-1));", "private readonly Conv1d eca = Conv1d(16, 16, 1, groups: 16);"))),
        new("W07G", "attention between pixels", "ok", Exactly("a t g", Images(16, NonLocal, Projections))),
        new("W07G2", "the same: queries and keys, values, and the sum are three groups", "over-coupled",
            Exactly("a t g", Images(16, NonLocal.Replace("torch.bmm(", "torch.matmul("), Projections)),
            Exactly("a t", Images(16, "var w = einsum(\"nchw,ncij->nhwij\", t.forward(x), p.forward(x)).flatten(-2).softmax(-1).unflatten(3, 8, 8); x = einsum(\"nhwij,ncij->nchw\", w, x);", "private readonly Conv2d t = Conv2d(16, 8, 1), p = Conv2d(16, 8, 1);"))),
        new("W07H", "a bilinear layer", "crash@step",
            Exactly("a c", Vectors(5, "x = bilinear.forward(x, c.forward(input)).relu();", "private readonly Linear c = Linear(12, 9); private readonly Bilinear bilinear = Bilinear(16, 9, 5);")),
            Exactly("a c bilinear", Vectors(7, "x = bilinear.forward(c.forward(input), x);", "private readonly Linear c = Linear(12, 9); private readonly Bilinear bilinear = Bilinear(9, 16, 7, hasBias: false);"))),
        new("W07I", "an encoder layer, heads not declared", "ok",
            Exactly("encoder.linear1", Encoder)),
        new("W07J", "an encoder layer, heads declared by the user", "ok",
            Exactly("encoder.linear1", Encoder)),
    ];

    private static string Encoder => Sequences(
        16,
        "x = encoder.forward(x.transpose(0, 1)).transpose(0, 1);",
        "private readonly TorchSharp.Modules.TransformerEncoderLayer encoder = nn.TransformerEncoderLayer(16, 4, 32, dropout: 0);");
}
