using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>A layer and how it is called.</summary>
public sealed record Layer(Module Module, Func<Tensor[], Tensor[]> Run)
{
    public static implicit operator Layer(Module<Tensor, Tensor> module) => new(module, inputs => [module.call(inputs[0])]);

    public static implicit operator Layer(Module<Tensor, Tensor, Tensor> module) =>
        new(module, inputs => [module.call(inputs[0], inputs[1])]);

    public static implicit operator Layer(Module<Tensor, Tensor, Tensor, Tensor> module) =>
        new(module, inputs => [module.call(inputs[0], inputs[1], inputs[2])]);
}

/// <summary>The layers of tests/reference/layers.py, as they are written in C#.</summary>
internal static class Layers
{
    public static readonly Dictionary<string, Func<Layer>> All = new()
    {
        ["Linear"] = () => Linear(5, 3),
        ["Linear without bias"] = () => Linear(4, 2, hasBias: false),
        ["Embedding"] = () => Embedding(6, 3, padding_idx: 1),
        ["Embedding with maximum norm"] = () => Embedding(4, 3, max_norm: 0.5),
        ["EmbeddingBag"] = () =>
        {
            EmbeddingBag bag = EmbeddingBag(6, 3, padding_index: 1);
            return new(bag, inputs => [bag.call(inputs[0])]);
        },
        ["EmbeddingBag with offsets"] = () =>
        {
            EmbeddingBag bag = EmbeddingBag(6, 3, mode: EmbeddingBagMode.Max, include_last_offset: true);
            return new(bag, inputs => [bag.call(inputs[0], inputs[1])]);
        },
        ["EmbeddingBag with weights"] = () =>
        {
            EmbeddingBag bag = EmbeddingBag(6, 3, mode: EmbeddingBagMode.Sum, max_norm: 0.5);
            return new(bag, inputs => [bag.call(inputs[0], inputs[1], inputs[2])]);
        },
        ["Identity"] = () => Identity(),
        ["Bilinear"] = () => Bilinear(2, 3, 4),
        ["CosineSimilarity"] = () => CosineSimilarity(),
        ["PairwiseDistance"] = () => PairwiseDistance(),

        ["Conv1d"] = () => Conv1d(3, 4, 3, stride: 2, padding: 1),
        ["Conv2d"] = () => Conv2d(3, 4, 3, stride: 2, padding: 1, bias: false),
        ["Conv2d with pairs"] = () => Conv2d(2, 4, (3, 1), stride: (2, 1), padding: (1, 0), dilation: (1, 2)),
        ["Conv2d in groups"] = () => Conv2d(4, 8, 3, padding: 1, groups: 4),
        ["Conv2d same"] = () => Conv2d(2, 2, 3, Padding.Same, dilation: 2),
        ["Conv2d same, even kernel"] = () => Conv2d(2, 2, (2, 4), Padding.Same),
        ["Conv2d reflecting"] = () => Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect),
        ["Conv2d circular"] = () => Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Circular),
        ["Conv2d without batch"] = () => Conv2d(2, 3, 3),
        ["Conv3d"] = () => Conv3d(2, 2, 2, stride: 2),
        ["ConvTranspose1d"] = () => ConvTranspose1d(3, 2, 3, stride: 2, padding: 1, output_padding: 1),
        ["ConvTranspose2d"] = () => ConvTranspose2d(4, 2, 3, stride: 2, padding: 1, groups: 2),
        ["ConvTranspose2d to a size"] = () =>
        {
            ConvTranspose2d layer = ConvTranspose2d(2, 2, 3, stride: 2, padding: 1);
            return new(layer, inputs => [layer.forward(inputs[0], [6, 5])]);
        },
        ["ConvTranspose3d"] = () => ConvTranspose3d(2, 1, 2),

        ["BatchNorm1d"] = () => BatchNorm1d(3),
        ["BatchNorm2d"] = () => BatchNorm2d(3, eps: 1e-3, momentum: 0.3),
        ["BatchNorm2d evaluating"] = () => BatchNorm2d(3),
        ["BatchNorm2d without statistics"] = () => BatchNorm2d(3, track_running_stats: false),
        ["BatchNorm3d without affine"] = () => BatchNorm3d(2, affine: false),
        ["InstanceNorm1d"] = () => InstanceNorm1d(3),
        ["InstanceNorm2d"] = () => InstanceNorm2d(3, affine: true, track_running_stats: true),
        ["InstanceNorm2d evaluating"] = () => InstanceNorm2d(3, affine: true, track_running_stats: true),
        ["InstanceNorm3d without batch"] = () => InstanceNorm3d(2),
        ["GroupNorm"] = () => GroupNorm(2, 6),
        ["LayerNorm"] = () => LayerNorm(5),
        ["LayerNorm over two dimensions"] = () => LayerNorm([2, 3], eps: 1e-3),
        ["LocalResponseNorm"] = () => LocalResponseNorm(2),

        ["ReLU"] = () => ReLU(),
        ["ReLU6"] = () => ReLU6(),
        ["LeakyReLU"] = () => LeakyReLU(0.1),
        ["PReLU"] = () => PReLU(4),
        ["ELU"] = () => ELU(0.7),
        ["CELU"] = () => CELU(0.7),
        ["SELU"] = () => SELU(),
        ["GELU"] = () => GELU(),
        ["GELU through tanh"] = () => GELU(TorchSharp.Modules.GELU.Approximate.tanh),
        ["SiLU"] = () => SiLU(),
        ["Mish"] = () => Mish(),
        ["Hardswish"] = () => Hardswish(),
        ["Hardsigmoid"] = () => Hardsigmoid(),
        ["Hardtanh"] = () => Hardtanh(-2, 1),
        ["Hardshrink"] = () => Hardshrink(0.6),
        ["Softshrink"] = () => Softshrink(0.6),
        ["Sigmoid"] = () => Sigmoid(),
        ["Tanh"] = () => Tanh(),
        ["Tanhshrink"] = () => Tanhshrink(),
        ["Softsign"] = () => Softsign(),
        ["LogSigmoid"] = () => LogSigmoid(),
        ["Softplus"] = () => Softplus(2, 3),
        ["Threshold"] = () => Threshold(0.5, -1),
        ["GLU"] = () => GLU(1),
        ["Softmax"] = () => Softmax(1),
        ["LogSoftmax"] = () => LogSoftmax(-1),
        ["Softmin"] = () => Softmin(1),
        ["Softmax2d"] = () => Softmax2d(),
        ["RReLU evaluating"] = () => RReLU(),

        ["MaxPool1d"] = () => MaxPool1d(3, stride: 2, padding: 1),
        ["MaxPool2d"] = () => MaxPool2d(2),
        ["MaxPool2d with pairs"] = () => MaxPool2d((3, 2), stride: (2, 1), padding: (1, 0), ceil_mode: true),
        ["MaxPool3d"] = () => MaxPool3d(2),
        ["AvgPool1d"] = () => AvgPool1d(2),
        ["AvgPool2d"] = () => AvgPool2d(3, stride: 2, padding: 1),
        ["AvgPool2d without padding in the mean"] = () => AvgPool2d(3, stride: 2, padding: 1, count_include_pad: false),
        ["AvgPool3d"] = () => AvgPool3d(2),
        ["AdaptiveAvgPool1d"] = () => AdaptiveAvgPool1d(2),
        ["AdaptiveAvgPool2d"] = () => AdaptiveAvgPool2d((2, 3)),
        ["AdaptiveAvgPool2d to one place"] = () => AdaptiveAvgPool2d(1),
        ["AdaptiveAvgPool3d"] = () => AdaptiveAvgPool3d(1),
        ["AdaptiveMaxPool1d"] = () => AdaptiveMaxPool1d(2),
        ["AdaptiveMaxPool2d"] = () => AdaptiveMaxPool2d([2, 2]),
        ["MaxUnpool1d"] = () =>
        {
            MaxUnpool1d unpool = MaxUnpool1d(2);
            return new(unpool, inputs => [unpool.call(inputs[0], inputs[1])]);
        },
        ["MaxUnpool2d"] = () =>
        {
            MaxUnpool2d unpool = MaxUnpool2d((2, 3), stride: (2, 2));
            return new(unpool, inputs => [unpool.call(inputs[0], inputs[1], [1, 2, 5, 7])]);
        },
        ["MaxUnpool3d"] = () =>
        {
            MaxUnpool3d unpool = MaxUnpool3d(2);
            return new(unpool, inputs => [unpool.forward(inputs[0], inputs[1])]);
        },

        ["Flatten"] = () => Flatten(),
        ["Unflatten"] = () => Unflatten(1, [2, 3]),
        ["PixelShuffle"] = () => PixelShuffle(2),
        ["PixelUnshuffle"] = () => PixelUnshuffle(2),
        ["ChannelShuffle"] = () => ChannelShuffle(2),
        ["Upsample nearest"] = () => Upsample(scale_factor: [2, 2]),
        ["Upsample bilinear"] = () => Upsample(size: [5, 4], mode: UpsampleMode.Bilinear, align_corners: false),
        ["ZeroPad2d"] = () => ZeroPad2d((1, 2, 0, 1)),
        ["ConstantPad2d"] = () => ConstantPad2d(1, 3.5),
        ["ReflectionPad2d"] = () => ReflectionPad2d((1, 2, 0, 1)),
        ["ReplicationPad2d"] = () => ReplicationPad2d(1),
        ["ReflectionPad1d"] = () => ReflectionPad1d(2),

        ["LSTM"] = () => Of(LSTM(3, 4, numLayers: 2, batchFirst: true)),
        ["LSTM in both directions"] = () => Of(LSTM(3, 2, bidirectional: true)),
        ["LSTM with a state"] = () => Of(LSTM(3, 2)),
        ["GRU"] = () => Of(GRU(3, 4, numLayers: 2)),
        ["GRU with a state"] = () => Of(GRU(3, 4, bias: false)),
        ["RNN"] = () => Of(RNN(3, 4)),
        ["RNN with ReLU"] = () => Of(RNN(3, 4, nonLinearity: NonLinearities.ReLU)),
        ["LSTMCell"] = () =>
        {
            LSTMCell cell = LSTMCell(3, 2);
            return new(cell, inputs =>
            {
                (Tensor hidden, Tensor state) = cell.call(inputs[0]);
                return [hidden, state];
            });
        },
        ["GRUCell"] = () => GRUCell(3, 2),
        ["RNNCell"] = () =>
        {
            RNNCell cell = RNNCell(3, 2);
            return new(cell, inputs => [cell.forward(inputs[0])]);
        },
        ["MultiheadAttention"] = () => Of(MultiheadAttention(4, 2)),
        ["MultiheadAttention of other widths"] = () => Of(MultiheadAttention(4, 2, kdim: 3, vdim: 5)),
        ["TransformerEncoderLayer"] = () => TransformerEncoderLayer(4, 2, 6, dropout: 0),
        ["TransformerEncoderLayer with GELU"] = () => TransformerEncoderLayer(4, 2, 6, dropout: 0, Activations.GELU),
        ["TransformerEncoder"] = () =>
        {
            TransformerEncoder encoder = TransformerEncoder(TransformerEncoderLayer(4, 2, 6, dropout: 0), 2);
            return new(encoder, inputs => [encoder.call(inputs[0])]);
        },
        ["TransformerDecoderLayer"] = () =>
        {
            TransformerDecoderLayer layer = TransformerDecoderLayer(4, 2, 6, dropout: 0, Activations.GELU);
            return new(layer, inputs => [layer.call(inputs[0], inputs[1])]);
        },
        ["TransformerDecoder"] = () =>
        {
            TransformerDecoder decoder = TransformerDecoder(TransformerDecoderLayer(4, 2, 6, dropout: 0), 2);
            return new(decoder, inputs => [decoder.call(inputs[0], inputs[1], inputs[2])]);
        },
        ["Transformer"] = () =>
        {
            Transformer transformer = Transformer(4, 2, 2, 1, 6, dropout: 0);
            return new(transformer, inputs => [transformer.call(inputs[0], inputs[1])]);
        },

        ["CrossEntropyLoss"] = () => CrossEntropyLoss(),
        ["CrossEntropyLoss smoothed"] = () => new CrossEntropyLoss(label_smoothing: 0.1),
        ["CrossEntropyLoss ignoring"] = () => CrossEntropyLoss(ignore_index: 4, reduction: Reduction.Sum),
        ["CrossEntropyLoss of probabilities"] = () => CrossEntropyLoss(reduction: Reduction.None),
        ["NLLLoss"] = () => NLLLoss(),
        ["MSELoss"] = () => MSELoss(),
        ["MSELoss summed"] = () => MSELoss(Reduction.Sum),
        ["L1Loss"] = () => L1Loss(Reduction.None),
        ["SmoothL1Loss"] = () => new SmoothL1Loss(beta: 0.5),
        ["HuberLoss"] = () => HuberLoss(0.7),
        ["BCELoss"] = () => BCELoss(),
        ["BCEWithLogitsLoss"] = () => BCEWithLogitsLoss(),
        ["KLDivLoss"] = () => KLDivLoss(reduction: Reduction.Sum),
        ["SoftMarginLoss"] = () => SoftMarginLoss(),
        ["MarginRankingLoss"] = () => MarginRankingLoss(0.5),
        ["CosineEmbeddingLoss"] = () => CosineEmbeddingLoss(0.1),
        ["TripletMarginLoss"] = () => TripletMarginLoss(),
        ["HingeEmbeddingLoss"] = () => HingeEmbeddingLoss(),
        ["PoissonNLLLoss"] = () => PoissonNLLLoss(),
    };

    private static Layer Of(LSTM network) => new(network, inputs =>
    {
        (Tensor outputs, Tensor hidden, Tensor cell) = network.call(inputs[0], inputs.Length > 1 ? (inputs[1], inputs[2]) : null);
        return [outputs, hidden, cell];
    });

    private static Layer Of(GRU network) => new(network, inputs =>
    {
        (Tensor outputs, Tensor hidden) = inputs.Length > 1 ? network.call(inputs[0], inputs[1]) : network.call(inputs[0]);
        return [outputs, hidden];
    });

    private static Layer Of(RNN network) => new(network, inputs =>
    {
        (Tensor outputs, Tensor hidden) = network.call(inputs[0]);
        return [outputs, hidden];
    });

    private static Layer Of(MultiheadAttention attention) => new(attention, inputs =>
    {
        (Tensor outputs, Tensor weights) = attention.call(inputs[0], inputs[1], inputs[2]);
        return [outputs, weights];
    });
}
