using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Sequences: recurrent layers, causal convolutions, gates, tied embeddings.</summary>
internal static class SequenceProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W08-GRU", "a GRU between linear layers", "hang@ctor", Exactly("a cell", Recurrent("GRU(16, 10, batchFirst: true)"))),
        new("W08-GRU-T5", "a GRU over five positions", "hang@ctor", Exactly("a cell", Recurrent("GRU(16, 10, batchFirst: true)", 5))),
        new("W08-LSTM-T1", "an LSTM over one position", "crash@step", Exactly("a cell", Recurrent("LSTM(16, 10, batchFirst: true)", 1))),
        new("W08-LSTM-T2", "an LSTM over two positions", "hang@ctor", Exactly("a cell", Recurrent("LSTM(16, 10, batchFirst: true)", 2))),
        new("W08-LSTM-T5", "an LSTM over five positions", "hang@ctor", Exactly("a cell", Recurrent("LSTM(16, 10, batchFirst: true)", 5))),
        new("W08-LSTM2", "an LSTM of two layers", "hang@ctor", Exactly("a cell", Recurrent("LSTM(16, 10, 2, batchFirst: true)"))),
        new("W08-batchslice", "vectors sliced along the batch", "crash@forward",
            Exactly("a", Pairs("x[..1] - x[1..2]")),
            Exactly("a", Pairs("(x[0] - x[1]).unsqueeze(0)")),
            Exactly("a", Pairs("x.narrow(0, 0, 1) * x.narrow(0, 1, 1)")),
            Exactly("a", Pairs("(x.chunk(2)[0] - x.chunk(2)[1]).abs()"))),
        new("W08-cat-1", "concatenated along dimension -1", "ok-exact",
            Exactly("a c", Sequences(32, "x = cat(new[] { x, c.forward(input) }, -1);", "private readonly Linear c = Linear(12, 16);"))),
        new("W08-cat2", "concatenated along dimension 2", "crash@forward",
            Exactly("a c", Sequences(32, "x = cat(new[] { x, c.forward(input) }, 2);", "private readonly Linear c = Linear(12, 16);")),
            Exactly("a c", Sequences(28, "x = torch.cat(new[] { c.forward(input), x }, dim: 2);", "private readonly Linear c = Linear(12, 12);")),
            Exactly("a", Sequences(16, "x = cat(new[] { x, x }, 1);")),
            Exactly("a", Sequences(16, "x = cat(new[] { x, x }, 0);"))),
        new("W08-chomp", "a causal convolution whose end is cut off", "ok",
            Exactly("a c", Signals(12, "x = c.forward(x)[.., .., ..^2];", "private readonly Conv1d c = Conv1d(16, 12, 3, padding: 2);"))),
        new("W08-chomp-y", "the same with more channels than positions", "ok-exact",
            Exactly("a c", Signals(32, "x = c.forward(x)[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(stop: -2)];", "private readonly Conv1d c = Conv1d(16, 32, 3, padding: 2);")),
            Exactly("a c", Signals(32, "x = c.forward(x).narrow(2, 0, x.shape[2]).contiguous();", "private readonly Conv1d c = Conv1d(16, 32, 3, padding: 2);"))),
        new("W08-glu-1", "a gate along dimension -1", "ok-exact",
            Exactly("a", Sequences(8, "var y = x.chunk(2, -1); x = y[0] * sigmoid(y[1]);")),
            Exactly("a", Sequences(8, "x = functional.glu(x);")),
            Exactly("a", Sequences(8, "var y = x.chunk(2, dim: 2); x = functional.silu(y[0]) * y[1];"))),
        new("W08-shift", "the first positions dropped", "crash@forward",
            Exactly("a", Signals(16, "x = x[.., .., 2..];")),
            Exactly("a", Sequences(16, "x = x[.., 2..];")),
            Exactly("a", Sequences(16, "x = cat(new[] { x[.., 1..], x[.., ..1] }, 1);"))),
        new("W08-slice3", "halves of the features added", "ok-exact",
            Exactly("a", Sequences(8, "x = x[TensorIndex.Ellipsis, TensorIndex.Slice(stop: 8)] + x[TensorIndex.Ellipsis, TensorIndex.Slice(8)];")),
            Exactly("a", Sequences(8, "x = x[.., .., ..8] + x[.., .., 8..];"))),
        new("W08-tie", "embedding and output share their weight", "ok",
            Exactly("tokens", Tied("functional.linear(x, tokens.weight!)")) with { TakesTokens = true },
            Exactly("tokens", Tied("x.matmul(tokens.weight!.t())")) with { TakesTokens = true },
            Exactly("tokens", Tied("head.forward(x)", "head.weight = tokens.weight!;")) with { TakesTokens = true, SharesParameters = true },
            Exactly("tokens", Tied("head.forward(x)", "tokens.weight = head.weight;")) with { TakesTokens = true, SharesParameters = true }),
        new("W08-wavenet-chunk", "a gate on a signal by chunks", "ok-exact",
            Exactly("a", Signals(8, "var y = x.chunk(2, 1); x = torch.tanh(y[0]) * torch.sigmoid(y[1]);"))),
        new("W08-wavenet-slice", "a gate on a signal by slices", "ok-exact",
            Exactly("a", Signals(8, "x = x[.., ..8].tanh() * x[.., 8..].sigmoid();")),
            Exactly("a c", Signals(16, "var z = c.forward(x); x = x + d.forward(z[.., ..6].tanh() * z[.., 6..].sigmoid());", "private readonly Conv1d c = Conv1d(16, 12, 3, padding: 2, dilation: 2), d = Conv1d(6, 16, 1);"))),
    ];

    private static string Recurrent(string layer, int length = 7) => Network(
        $"N,{length},12",
        "Linear a = Linear(12, 16);",
        $"var x = a.forward(input).tanh(); var y = cell.{(layer.StartsWith("LSTM") ? "forward(x, null).Item1" : "forward(x).Item1")}; return b.forward(y);",
        $"private readonly {layer[..layer.IndexOf('(')]} cell = {layer}; private readonly Linear b = Linear(10, 5);");

    private static string Pairs(string expression) => Network(
        "2,12",
        "Linear a = Linear(12, 16), b = Linear(16, 5);",
        $"var x = functional.tanh(a.forward(input)); return b.forward({expression});");

    private static string Tied(string output) => Network(
        "N,7",
        "Embedding tokens = Embedding(10, 16);",
        $"var x = tokens.forward(input.to(ScalarType.Int64)); x = x + down.forward(up.forward(x).relu()); return {output};",
        "private readonly Linear up = Linear(16, 24), down = Linear(24, 16);");

    private static string Tied(string output, string assignment) => $$"""
        [Prunable("N,7")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Embedding tokens = Embedding(10, 16);
            private readonly Linear up = Linear(16, 24), down = Linear(24, 16), head = Linear(16, 10);
            public Net() : base("Net")
            {
                {{assignment}}
                RegisterComponents();
            }
            public override Tensor forward(Tensor input)
            {
                var x = tokens.forward(input.to(ScalarType.Int64));
                x = x + down.forward(up.forward(x).relu());
                return {{output}};
            }
        }
        """;
}
