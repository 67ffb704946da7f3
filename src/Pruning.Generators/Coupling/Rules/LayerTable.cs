using System.Collections.Immutable;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>What a layer is made of and what it does.</summary>
/// <param name="Build">Sets the layer's dimensions and parameters up from its constructor's arguments.</param>
/// <param name="Forward">Gives the shapes that it makes of its input.</param>
internal sealed record LayerRule(Action<Layer> Build, Func<Layer, Operation, IReadOnlyList<ImmutableArray<Dim>>> Forward)
{
    /// <summary>A layer that makes one tensor.</summary>
    public LayerRule(Action<Layer> build, Func<Layer, Operation, ImmutableArray<Dim>> forward)
        : this(build, (layer, op) => (IReadOnlyList<ImmutableArray<Dim>>)[forward(layer, op)])
    {
    }
}

/// <summary>The table of layers: one row for each factory of <c>torch.nn</c>.</summary>
internal static class LayerTable
{
    /// <summary>The rows by the factory's name.</summary>
    public static IReadOnlyDictionary<string, LayerRule> Rows { get; } = Table();

    private static Dictionary<string, LayerRule> Table()
    {
        var rows = new Dictionary<string, LayerRule>
        {
            ["Linear"] = new(Linears.Build, Linears.Forward),
            ["Bilinear"] = new(Linears.BuildBilinear, Linears.ForwardBilinear),
            ["Embedding"] = new(Linears.BuildEmbedding, Linears.Embed),
            ["EmbeddingBag"] = new(Linears.BuildEmbedding, Linears.EmbedBags),
            ["LSTM"] = new(layer => Recurrent.Build(layer, gates: 4), Recurrent.Forward),
            ["GRU"] = new(layer => Recurrent.Build(layer, gates: 3), Recurrent.Forward),
            ["RNN"] = new(layer => Recurrent.Build(layer, gates: 1), Recurrent.Forward),
            ["LSTMCell"] = new(layer => Recurrent.BuildCell(layer, gates: 4), Recurrent.Step),
            ["GRUCell"] = new(layer => Recurrent.BuildCell(layer, gates: 3), Recurrent.Step),
            ["RNNCell"] = new(layer => Recurrent.BuildCell(layer, gates: 1), Recurrent.Step),
            ["PReLU"] = new(Norms.BuildPReLU, Norms.Forward),
            ["LayerNorm"] = new(Norms.BuildLayerNorm, Norms.LayerNorm),
            ["GroupNorm"] = new(Norms.BuildGroupNorm, Norms.Forward),
            ["Flatten"] = Stateless(Shapes.FlattenLayer),
            ["Unflatten"] = Stateless(Shapes.UnflattenLayer),
            ["PixelShuffle"] = Stateless((layer, op) => Shapes.PixelShuffle(op, layer.Arguments.Integer("upscale_factor"))),
            ["PixelUnshuffle"] = Stateless((layer, op) => Shapes.PixelUnshuffle(op, layer.Arguments.Integer("downscale_factor"))),
            ["ChannelShuffle"] = Stateless((layer, op) => Shapes.ChannelShuffle(op, layer.Rewrites, layer.Arguments.Integer("groups"))),
            ["LocalResponseNorm"] = Stateless((_, op) => Norms.LocalResponse(op)),
            ["Upsample"] = Stateless((layer, op) => Pools.Resize(op, layer.Arguments)),
            ["Softmax"] = Stateless((layer, op) => Reductions.Softmax(op, layer.Arguments.Integer("dim"))),
            ["Softmax2d"] = Stateless((_, op) => Reductions.Softmax(op, -3)),
            ["LogSoftmax"] = Stateless((layer, op) => Reductions.Softmax(op, layer.Arguments.Integer("dim"))),
            ["Softmin"] = Stateless((layer, op) => Reductions.Softmax(op, layer.Arguments.Integer("dim"))),
            ["CosineSimilarity"] = Stateless((layer, op) => Linears.Cosine(op, layer.Arguments)),
            ["PairwiseDistance"] = Stateless((layer, op) => Linears.Distance(op, layer.Arguments)),
            ["CrossEntropyLoss"] = Stateless((layer, op) => Losses.OfClasses(op, layer.Arguments)),
            ["NLLLoss"] = Stateless((layer, op) => Losses.OfClasses(op, layer.Arguments)),
            ["Fold"] = Stateless((layer, op) => Convolutions.Fold(op, layer.Arguments)),
            ["Unfold"] = Stateless((layer, op) => Convolutions.Unfold(op, layer.Arguments)),
            ["GLU"] = Stateless((layer, op) => Slices.Glu(op, layer.Arguments.Integer("dim", -1)!.Value)),
        };

        foreach (string name in Elementwise.Layers)
        {
            rows[name] = Stateless((_, op) => Elementwise.ApplyLayer(op));
        }

        foreach (string name in (string[])["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "BCELoss", "BCEWithLogitsLoss", "KLDivLoss"])
        {
            rows[name] = Stateless((layer, op) => Losses.Entrywise(op, layer.Arguments));
        }

        for (int spatial = 1; spatial <= 3; spatial++)
        {
            int n = spatial;
            rows[$"Conv{n}d"] = new(layer => Convolutions.Build(layer, n), (layer, op) => Convolutions.Forward(layer, op, n));
            rows[$"ConvTranspose{n}d"] =
                new(layer => Convolutions.BuildTransposed(layer, n), (layer, op) => Convolutions.ForwardTransposed(layer, op, n));
            rows[$"BatchNorm{n}d"] = new(Norms.BuildBatchNorm, Norms.Forward);
            rows[$"InstanceNorm{n}d"] = new(Norms.BuildInstanceNorm, Norms.Forward);
            rows[$"MaxPool{n}d"] = Picking((layer, op) => Pools.Pool(op, layer.Arguments, n));
            rows[$"MaxUnpool{n}d"] = Stateless((layer, op) => Pools.Unpool(op, layer.Arguments, n));
            rows[$"AvgPool{n}d"] = Stateless((layer, op) => Pools.Pool(op, layer.Arguments, n));
            rows[$"AdaptiveAvgPool{n}d"] = Stateless((layer, op) => Pools.Adaptive(op, layer.Arguments, n));
            rows[$"AdaptiveMaxPool{n}d"] = Picking((layer, op) => Pools.Adaptive(op, layer.Arguments, n));
            foreach (string kind in (string[])["Constant", "Reflection", "Replication"])
            {
                rows[$"{kind}Pad{n}d"] = Stateless((layer, op) => Pads.PadLayer(op, layer.Arguments, n));
            }
        }

        rows["ZeroPad2d"] = Stateless((layer, op) => Pads.PadLayer(op, layer.Arguments, 2));
        rows["LPPool1d"] = Stateless((layer, op) => Pools.Pool(op, layer.Arguments, 1));
        rows["LPPool2d"] = Stateless((layer, op) => Pools.Pool(op, layer.Arguments, 2));
        rows["FractionalMaxPool2d"] = Picking((layer, op) => Pools.Fractional(op, layer.Arguments, 2));
        rows["FractionalMaxPool3d"] = Picking((layer, op) => Pools.Fractional(op, layer.Arguments, 3));
        return rows;
    }

    private static LayerRule Stateless(Func<Layer, Operation, ImmutableArray<Dim>> forward) => new(_ => { }, forward);

    /// <summary>A pooling that picks entries, and by <c>forward_with_indices</c> says where they were.</summary>
    private static LayerRule Picking(Func<Layer, Operation, ImmutableArray<Dim>> pool) => new(
        _ => { },
        (layer, op) => op.Outputs == 2 ? Pools.WithPositions(pool(layer, op)) : [pool(layer, op)]);
}
