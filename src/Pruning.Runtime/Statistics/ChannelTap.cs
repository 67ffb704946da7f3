using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>A place where a layer reads or writes a group's channels.</summary>
internal sealed class ChannelTap
{
    private readonly Dimension _dimension;
    private readonly CoupledGroup _group;

    private ChannelTap(CoupledGroup group, GroupMember member, Module<Tensor, Tensor> module)
    {
        _group = group;
        Member = member;
        Module = module;
        _dimension = member.Layout.Dimensions[member.Dimension];
    }

    public GroupMember Member { get; }

    public Module<Tensor, Tensor> Module { get; }

    public string Layer => Member.Layout.Layer;

    /// <summary>The layers that read the group's channels, in the order of the state dict.</summary>
    /// <exception cref="PruningException">A layer is not one whose input can be looked at.</exception>
    public static ChannelTap[] Readers(CoupledGroup group, IReadOnlyDictionary<string, Module> modules, string statistic) =>
        Of(group, DimensionRole.Input, modules, statistic);

    /// <summary>The layers that produce the group's channels, in the order of the state dict.</summary>
    /// <exception cref="PruningException">A layer is not one whose output can be looked at.</exception>
    public static ChannelTap[] Producers(CoupledGroup group, IReadOnlyDictionary<string, Module> modules, string statistic) =>
        Of(group, DimensionRole.Output, modules, statistic);

    /// <summary>Which dimension of an activation holds the channels.</summary>
    public int AxisOf(Tensor activation) => Module is Convolution ? 1 : (int)activation.dim() - 1;

    /// <summary>The layer's bias, or null.</summary>
    public Tensor? Bias => Module switch
    {
        Convolution convolution => convolution.bias,
        Linear linear => linear.bias,
        _ => null,
    };

    /// <summary>The group's channels of an activation, (N, C, positions).</summary>
    public Tensor Channels(Tensor activation) => Channels(activation, AxisOf(activation));

    /// <summary>The group's channels of a tensor that has the layer's entries along a dimension, (first dimension, C, all else).</summary>
    public Tensor Channels(Tensor tensor, int axis)
    {
        Tensor[] pieces = [.. SegmentViews.Of(tensor, axis, Segments(tensor, axis), _group.Index)
            .Select(view => view.With(0, view.ChannelAxis).reshape(tensor.shape[0], _group.Group.Channels, -1))];
        return pieces.Length == 1 ? pieces[0] : cat(pieces, 2);
    }

    /// <summary>The sums over all positions, (N, entries).</summary>
    public Tensor SumOverPositions(Tensor activation) =>
        PositionsOf(activation) is { Length: > 0 } positions ? activation.sum(positions) : activation;

    /// <summary>The sums over all positions of the products of two activations, (N, entries).</summary>
    public Tensor SumOfProducts(Tensor one, Tensor other) => AxisOf(one) == 1 && one.dim() > 2
        ? PiecewiseSums.OfProducts(one.flatten(0, 1), other.flatten(0, 1)).view(one.shape[0], one.shape[1])
        : SumOverPositions(one * other);

    /// <summary>One row per sample, spread to the entries that belong to each channel, and ones elsewhere: (N, entries).</summary>
    /// <param name="rows">(N, C).</param>
    /// <param name="activation">Says how many entries there are.</param>
    public Tensor Spread(Tensor rows, Tensor activation)
    {
        int axis = AxisOf(activation);
        long samples = rows.shape[0];
        List<Tensor> pieces = [.. Segments(activation, axis).Select(segment => segment.Contains(_group.Index)
            ? Spread(rows, samples, segment)
            : ones([samples, segment.Length], dtype: rows.dtype, device: rows.device))];
        return pieces.Count == 1 ? pieces[0] : cat(pieces, 1);
    }

    /// <summary>A view of (N, entries) that multiplies the activation.</summary>
    public Tensor Broadcast(Tensor entries, Tensor activation)
    {
        int axis = AxisOf(activation);
        long[] shape = [.. Enumerable.Repeat(1L, (int)activation.dim())];
        shape[0] = entries.shape[0];
        shape[axis] = entries.shape[1];
        return entries.view(shape);
    }

    /// <summary>The channels as maps, (N, C, height, width); null where they are none.</summary>
    public Tensor? MapsOrNull(Tensor activation, Tensor channels)
    {
        long[] shape = channels.shape;
        if (Module is Convolution && activation.dim() == 4 && shape[2] == activation.shape[2] * activation.shape[3])
        {
            return channels.view(shape[0], shape[1], activation.shape[2], activation.shape[3]);
        }
        long side = (long)Math.Round(Math.Sqrt(shape[2]));
        return Module is Linear && activation.dim() == 2 && side * side == shape[2] ? channels.view(shape[0], shape[1], side, side) : null;
    }

    public Tensor Maps(Tensor activation, Tensor channels) => MapsOrNull(activation, channels) ?? throw new PruningException(
        $"Layer '{Layer}' reads the channels of group '{_group.Group.Name}' not as two-dimensional maps, but as a tensor of the " +
        $"shape [{string.Join(", ", activation.shape)}]. Criteria of maps cannot score the group: score it by another one.");

    private long[] PositionsOf(Tensor activation)
    {
        int axis = AxisOf(activation);
        return [.. Enumerable.Range(1, (int)activation.dim() - 1).Where(other => other != axis).Select(other => (long)other)];
    }

    private Tensor Spread(Tensor rows, long samples, Segment segment)
    {
        if (segment.Factors.Length == 1)
        {
            return rows;
        }
        int place = segment.PlaceOf(_group.Index);
        long[] narrow = [.. segment.Factors.Select((factor, index) => index == place ? (long)factor.Length : 1)];
        long[] wide = [.. segment.Factors.Select(factor => (long)factor.Length)];
        return rows.view([samples, .. narrow]).expand([samples, .. wide]).reshape(samples, segment.Length);
    }

    // A grouped convolution's weight describes the inputs of one of its groups; the input has all of them, one behind the other.
    private IEnumerable<Segment> Segments(Tensor activation, int axis)
    {
        long entries = activation.shape[axis], described = _dimension.Length;
        return entries % described == 0
            ? Enumerable.Repeat(_dimension.Segments, (int)(entries / described)).SelectMany(segments => segments)
            : throw new PruningException(
                $"Layer '{Layer}' got an activation of the shape [{string.Join(", ", activation.shape)}], but its weight is made for " +
                $"{described} entries along dimension {axis}.");
    }

    private static ChannelTap[] Of(
        CoupledGroup group, DimensionRole role, IReadOnlyDictionary<string, Module> modules, string statistic) =>
    [
        .. from member in @group.Members
           where member.Role == role && !member.IsBuffer
           select new ChannelTap(@group, member, Find(@group, member, modules, statistic)),
    ];

    private static Module<Tensor, Tensor> Find(
        CoupledGroup group, GroupMember member, IReadOnlyDictionary<string, Module> modules, string statistic)
    {
        string layer = member.Layout.Layer;
        if (layer != member.Layout.Name && modules.TryGetValue(layer, out Module? found))
        {
            return found switch
            {
                Convolution convolution => convolution,
                Linear linear => linear,
                Embedding embedding => embedding,
                _ => throw new PruningException(
                    $"{statistic} looks at what layer '{layer}' does with the channels of group '{group.Group.Name}', but it is a " +
                    $"{found.GetType().Name}; only convolutions, linear layers and embeddings can be looked at. Score the group by its " +
                    "weights."),
            };
        }
        throw new PruningException(
            $"{statistic} looks at activations, but the parameter '{member.Layout.Name}' of group '{group.Group.Name}' belongs to no " +
            "layer of its own (it is passed to a function), so there is nowhere to look. Use a layer, or score the group by its weights.");
    }
}
