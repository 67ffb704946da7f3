using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>A group's channels as a layer reads or writes them in one run of the network.</summary>
public sealed class ChannelActivation
{
    private readonly ChannelTap _tap;
    private readonly Lazy<Tensor> _channels;
    private readonly Lazy<Tensor> _means;

    internal ChannelActivation(ChannelTap tap, int place, Tensor tensor, Tensor labels, bool isRepeated)
    {
        _tap = tap;
        Place = place;
        Tensor = tensor;
        Labels = labels;
        IsRepeated = isRepeated;
        _channels = new Lazy<Tensor>(() => tap.Channels(tensor));
        _means = new Lazy<Tensor>(() => Channels.mean([2]));
    }

    /// <summary>The path of the layer.</summary>
    public string Layer => _tap.Layer;

    /// <summary>The layer.</summary>
    public Module Module => _tap.Module;

    /// <summary>The layer's weight, and which of its dimensions holds the channels.</summary>
    public GroupMember Member => _tap.Member;

    /// <summary>The place of the layer in this run of the network, counted over all layers that are looked at.</summary>
    public int Place { get; }

    /// <summary>The whole tensor that the layer reads or writes.</summary>
    public Tensor Tensor { get; }

    /// <summary>The classes of the samples, (N).</summary>
    public Tensor Labels { get; }

    /// <summary>Whether another layer has read the very same tensor in this run.</summary>
    public bool IsRepeated { get; }

    /// <summary>How many positions a channel has: height times width of a map, 1 where a linear layer reads a vector.</summary>
    public long Positions => Channels.shape[2];

    /// <summary>The group's channels, (N, C, positions).</summary>
    public Tensor Channels => _channels.Value;

    /// <summary>The means over all positions, (N, C).</summary>
    public Tensor Means => _means.Value;

    /// <summary>The group's channels as maps, (N, C, height, width).</summary>
    /// <exception cref="PruningException">The layer reads no maps.</exception>
    public Tensor Maps => _tap.Maps(Tensor, Channels);

    /// <summary>The group's channels as maps of more than one position; null where they are none.</summary>
    internal Tensor? MapsOrNull => Positions > 1 ? _tap.MapsOrNull(Tensor, Channels) : null;

    /// <summary>
    /// The group's part of another tensor that has the layer's entries along a dimension, (first dimension, C, all else).
    /// </summary>
    internal Tensor Select(Tensor tensor, int axis) => _tap.Channels(tensor, axis);

    /// <summary>The group's channels without the layer's bias, where the layer produces them, (N, C, positions).</summary>
    internal Tensor WithoutBias => _tap.Bias is { } bias
        ? Channels - _tap.Channels(_tap.Broadcast(bias.detach().unsqueeze(0), Tensor).expand_as(Tensor))
        : Channels;
}
