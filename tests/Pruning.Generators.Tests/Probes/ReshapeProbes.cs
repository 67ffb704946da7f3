using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Sizes written into <c>view</c>, and heads.</summary>
internal static class ReshapeProbes
{
    private const string Attention = "private readonly Linear q = Linear(16, 16), k = Linear(16, 16), v = Linear(16, 16), o = Linear(16, 16);";

    public static IEnumerable<Probe> All =>
    [
        new("W02b", "flattened with -1", "ok",
            Exactly("a", Flattened("x.view(x.shape[0], -1)")),
            Exactly("a", Flattened("x.view(-1, 256)")),
            Exactly("a", Flattened("x.view(-1, 16 * 4 * 4)")),
            Exactly("a", Flattened("x.reshape(x.size(0), x.size(1) * x.size(2) * x.size(3))")),
            Exactly("a", Flattened("x.flatten(1)")),
            Exactly("a", Flattened("x.flatten(-3)")),
            Exactly("a", Flattened("torch.flatten(x, 1, 3)")),
            Exactly("a", Flattened("x.flatten(2).flatten(1)")),
            Exactly("a", Flattened("x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)")),
            Exactly("a", Flattened("x.view(-1, 16, 16).transpose(1, 2).contiguous().view(x.shape[0], -1)")),
            Exactly("a", Flattened("x.reshape(-1, 2, 128).flatten(1)")),
            Exactly("a", Flattened("flat.forward(x)", "private readonly Flatten flat = Flatten();"))),
        new("W02c-soft", "features of a linear layer become pixels of channels", "ok", Exactly("a", Decoder("x.view(x.shape[0], -1, 4, 4)"))),
        new("W02d", "the same, channel by channel", "ok-exact",
            Exactly("a", Decoder("x.view(-1, 6, 4, 4)")),
            Exactly("a", Decoder("x.reshape(x.shape[0], 6, 4, 4)")),
            Exactly("a", Decoder("x.unflatten(1, 6, 4, 4)")),
            Exactly("a", Decoder("x.view(-1, 4, 4, 6).permute(0, 3, 1, 2)")),
            Exactly("a", Decoder("x.view(x.shape[0], 6, -1).view(-1, 6, 4, 4)")),
            Exactly("a", Decoder("x[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.None].view(-1, 6, 4, 4)"))),
        new("W02g", "attention by hand, head size and heads as numbers", "crash@forward",
            Exactly("q v", ByHand("view(-1, 7, 4, 4)", 0.5)),
            Exactly("q v", ByHand("view(x.shape[0], 7, 4, 4)", 0.5)),
            Exactly("q v", ByHand("unflatten(2, 4, 4)", 0.5))),
        new("W02h", "attention by hand, heads not declared", "ok", Exactly("q v", ByHand("view(x.shape[0], x.shape[1], 4, -1)", 0.5))),
        new("W02i", "attention by hand, one channel of a head", "crash@forward",
            Exactly("q v", ByHand("view(x.shape[0], 7, 4, -1)", 1))),
        new("W02j", "attention by hand, a whole head", "silent-wrong",
            Exactly("q/0", ByHand("view(x.shape[0], 7, 4, -1)", 1)),
            Exactly("q/0", ByHand("reshape(-1, 7, 4, 4)", 1)),
            Exactly("q/0", ByHand("view(x.shape[0], 7, heads, 16 / heads)", 1, "private readonly int heads = 4;"))),
        new("W02k", "attention by hand, heads declared by the user", "ok", Exactly("q v", ByHand("view(-1, 7, 4, 4)", 1))),
        new("W02l-0.25", "halves that gate each other, a quarter removed", "over-pruned",
            Exactly("a", Images(8, "var y = x.chunk(2, 1); x = y[0] * sigmoid(y[1]);")),
            Exactly("a", Images(8, "x = functional.glu(x, 1);")),
            Exactly("a", Images(8, "x = gate.forward(x);", "private readonly GLU gate = GLU(1);"))),
        new("W02l-0.4", "the same, two fifths removed", "over-pruned",
            Exactly("a", Images(8, "var y = x.split(8, 1); x = y[0] * y[1].sigmoid();"))),
        new("W02m-0.5", "the mean over groups of channels", "skipped",
            Exactly("a/1", Images(8, "x = x.view(x.shape[0], 2, 8, 8, 8).mean(new long[] { 1 });")),
            Exactly("a/1", Images(8, "x = x.view(-1, 2, 8, 8, 8).amax(new long[] { 1 });")),
            Exactly("a/0", Images(8, "x = x.reshape(x.shape[0], 8, 2, 8, 8).mean(new long[] { 2 });"))),
    ];

    private static string Flattened(string expression, string fields = "") => Network(
        "N,3,4,4",
        "Conv2d a = Conv2d(3, 16, 3, padding: 1);",
        $"var x = functional.relu(a.forward(input)); return b.forward({expression});",
        "private readonly Linear b = Linear(256, 5); " + fields);

    private static string Decoder(string expression) => Network(
        "N,12",
        "Linear a = Linear(12, 96);",
        $"var x = functional.relu(a.forward(input)); return b.forward({expression});",
        "private readonly ConvTranspose2d b = ConvTranspose2d(6, 3, 4, stride: 2, padding: 1);");

    private static string ByHand(string split, double scale, string fields = "") => Sequences(
        16,
        $"""
        Tensor Heads(Tensor y) => y.{split}.transpose(1, 2);
        var scores = Heads(q.forward(x)).matmul(Heads(k.forward(x)).transpose(-2, -1)) * {scale.ToString(System.Globalization.CultureInfo.InvariantCulture)};
        x = o.forward(scores.softmax(-1).matmul(Heads(v.forward(x))).transpose(1, 2).contiguous().view(x.shape[0], 7, -1));
        """,
        Attention + fields);
}
