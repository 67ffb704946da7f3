using static Pruning.Generators.Tests.Probes.Networks;
using static Pruning.Generators.Tests.Rows.RowCase;

namespace Pruning.Generators.Tests.Rows;

/// <summary>The layers.</summary>
internal static class LayerRows
{
    public static IEnumerable<RowCase> All =>
    [
        .. Plain("Identity", "ReLU", "ReLU6", "SiLU", "Mish", "Sigmoid", "Tanh", "Hardswish", "Hardsigmoid", "Hardtanh", "Hardshrink"),
        .. Plain("Softplus", "Softshrink", "Softsign", "Tanhshrink", "LogSigmoid", "RReLU", "GELU", "ELU", "SELU", "CELU", "Dropout"),
        .. Plain("Dropout2d", "AlphaDropout", "FeatureAlphaDropout"),
        ImageLayer("LeakyReLU", "0.1"),
        ImageLayer("Threshold", "0.1, 0.7"),
        SignalLayer("Dropout1d", "0.5"),
        VolumeLayer("Dropout3d", "0.5"),

        VectorLayer("Linear", "16, 9", 9),
        Vector("Bilinear", "layer.forward(x, x.tanh())", 9, "private readonly Bilinear layer = Bilinear(16, 16, 9);"),
        Tokens("Embedding", "Embedding a = Embedding(10, 16); private readonly Linear b = Linear(16, 5);", "b.forward(a.forward(input))"),
        Tokens(
            "EmbeddingBag",
            "EmbeddingBag a = EmbeddingBag(10, 16); private readonly Linear b = Linear(16, 5);",
            "b.forward(a.forward(input, null, null))"),
        Sequence("LSTM", "layer.forward(x).Item1", 9, "private readonly LSTM layer = LSTM(16, 9, batchFirst: true);"),
        Sequence("GRU", "layer.forward(x).Item1", 9, "private readonly GRU layer = GRU(16, 9, batchFirst: true);"),
        Sequence("RNN", "layer.forward(x, null).Item1", 9, "private readonly RNN layer = RNN(16, 9, batchFirst: true);"),
        Vector(
            "LSTMCell",
            "layer.forward(x, (zeros(x.shape[0], 9, dtype: x.dtype), ones(x.shape[0], 9, dtype: x.dtype))).Item1",
            9,
            "private readonly LSTMCell layer = LSTMCell(16, 9);"),
        Vector("GRUCell", "layer.forward(x)", 9, "private readonly GRUCell layer = GRUCell(16, 9);"),
        Vector("RNNCell", "layer.forward(x)", 9, "private readonly RNNCell layer = RNNCell(16, 9);"),
        ImageLayer("PReLU", "16"),
        Inexact("LayerNorm", Sequences(16, "x = layer.forward(x);", "private readonly LayerNorm layer = LayerNorm(16);")),
        Inexact("GroupNorm", Images(16, "x = layer.forward(x);", "private readonly GroupNorm layer = GroupNorm(4, 16);")),
        VectorLayer("Flatten", ""),
        Vector("Unflatten", "layer.forward(x).sum(2)", 4, "private readonly Unflatten layer = Unflatten(1, new long[] { 4, 4 });"),
        ImageLayer("PixelShuffle", "2", width: 4),
        ImageLayer("PixelUnshuffle", "2", width: 64),
        ImageLayer("ChannelShuffle", "4"),
        new("LocalResponseNorm", Refusing(
            "PRUNE1002", "", Images(16, "x = layer.forward(x);", "private readonly LocalResponseNorm layer = LocalResponseNorm(3);"))),
        ImageLayer("Upsample", "scale_factor: new double[] { 2, 2 }"),
        ImageLayer("Softmax", "2"),
        Inexact("Softmax2d", Images(16, "x = layer.forward(x);", "private readonly Softmax2d layer = Softmax2d();")),
        ImageLayer("LogSoftmax", "2"),
        ImageLayer("Softmin", "2"),
        Image(
            "CosineSimilarity",
            "x * layer.forward(x, x.tanh()).unsqueeze(1)",
            16,
            "private readonly CosineSimilarity layer = CosineSimilarity(1);"),
        Inexact("PairwiseDistance", Vectors(
            16, "x = x * layer.forward(x, x.tanh()).unsqueeze(1);", "private readonly PairwiseDistance layer = PairwiseDistance();")),
        OfClasses("CrossEntropyLoss"), OfClasses("NLLLoss"),
        .. Losses("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "BCEWithLogitsLoss", "KLDivLoss"),
        Image(
            "BCELoss",
            "layer.forward(x.sigmoid(), x.sigmoid())",
            16,
            "private readonly BCELoss layer = BCELoss(reduction: nn.Reduction.None);"),
        Image("Fold", "layer.forward(functional.unfold(x, 2, stride: 2))", 16, "private readonly Fold layer = Fold(8, 2, stride: 2);"),
        Image("Unfold", "layer.forward(x).view(x.shape[0], -1, 4, 4)", 64, "private readonly Unfold layer = Unfold(2, stride: 2);"),
        ImageLayer("GLU", "1", width: 8),

        SignalLayer("Conv1d", "16, 7, 3", 7), ImageLayer("Conv2d", "16, 7, 3", width: 7), VolumeLayer("Conv3d", "16, 7, 2", 7),
        SignalLayer("ConvTranspose1d", "16, 7, 3", 7), ImageLayer("ConvTranspose2d", "16, 7, 3", width: 7),
        VolumeLayer("ConvTranspose3d", "16, 7, 2", 7),
        .. Each("BatchNorm", "16"), .. Each("InstanceNorm", "16"), .. Each("MaxPool", "2"), .. Each("AvgPool", "2"),
        .. Each("AdaptiveAvgPool", "2"), .. Each("ReflectionPad", "1"), .. Each("ReplicationPad", "1"),
        .. Each("ConstantPad", "1, 0.5"),
        SignalLayer("AdaptiveMaxPool1d", "2"), ImageLayer("AdaptiveMaxPool2d", "new long[] { 2, 2 }"),
        VolumeLayer("AdaptiveMaxPool3d", "new long[] { 2, 2, 2 }"),
        ImageLayer("ZeroPad2d", "1"),
        SignalLayer("LPPool1d", "2, 2"), ImageLayer("LPPool2d", "2, 2"),
        // Their windows are drawn at random.
        Image(
            "FractionalMaxPool2d",
            "layer.forward(x) * 0 + x[.., .., ..4, ..4]",
            16,
            "private readonly FractionalMaxPool2d layer = FractionalMaxPool2d(2, 4);"),
        Volume(
            "FractionalMaxPool3d",
            "layer.forward(x) * 0 + x[.., .., ..2, ..2, ..2]",
            16,
            "private readonly FractionalMaxPool3d layer = FractionalMaxPool3d(2, 2);"),
        Signal("MaxUnpool1d", "layer.forward(pool.forward(x), pool.forward_with_indices(x).Indices)", 16, Undone("1d")),
        Image("MaxUnpool2d", "layer.forward(pool.forward(x), pool.forward_with_indices(x).Indices)", 16, Undone("2d")),
        Volume("MaxUnpool3d", "layer.forward(pool.forward(x), pool.forward_with_indices(x).Indices)", 16, Undone("3d")),
    ];

    private static IEnumerable<RowCase> Plain(params string[] names) => names.Select(name => ImageLayer(name, ""));

    private static IEnumerable<RowCase> Each(string name, string arguments) =>
        [SignalLayer($"{name}1d", arguments), ImageLayer($"{name}2d", arguments), VolumeLayer($"{name}3d", arguments)];

    private static IEnumerable<RowCase> Losses(params string[] names) => names.Select(name => Image(
        name, "layer.forward(x, x.tanh())", 16, $"private readonly {name} layer = {name}(reduction: nn.Reduction.None);"));

    private static RowCase OfClasses(string row) => Image(
        row, "x + layer.forward(input, zeros(x.shape[0], 8, 8, dtype: int64))", 16, $"private readonly {row} layer = {row}();");

    private static RowCase Tokens(string row, string layers, string output) =>
        new(row, Exactly("a", Network("N,7", layers, $"return {output};")) with { TakesTokens = true });

    private static string Undone(string dimensions) => $"""
        private readonly MaxPool{dimensions} pool = MaxPool{dimensions}(2);
        private readonly MaxUnpool{dimensions} layer = MaxUnpool{dimensions}(2);
        """;
}
