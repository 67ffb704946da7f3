using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>The weights with which a layer of the pruned network reads a group, channel by channel.</summary>
internal sealed class ReaderWeights(PrunedPair networks, CoupledGroup group, GroupMember member)
{
    /// <summary>What the pruned layer's weights would be if this group had stayed whole, (C, all else), in double precision.</summary>
    public Tensor Dense
    {
        get
        {
            ImmutableArray<ImmutableArray<int>> kept = networks.Kept.SetItem(group.Index, [.. Enumerable.Range(0, group.Group.Channels)]);
            return PerChannel(Surgery.Kept(member.Tensor.detach(), member.Layout, kept), kept).to_type(ScalarType.Float64).cpu();
        }
    }

    /// <summary>The weights, (kept channels, all else), in double precision.</summary>
    public Tensor Pruned => PerChannel(Parameter, networks.Kept).to_type(ScalarType.Float64).cpu();

    private Tensor Parameter => networks.Weight(member.Layout.Name).detach();

    /// <summary>Replaces the weights.</summary>
    /// <param name="weights">(kept channels, all else), like <see cref="Pruned"/>.</param>
    public void Write(Tensor weights)
    {
        Tensor parameter = Parameter;
        Tensor values = weights.to_type(parameter.dtype).to(parameter.device);
        long start = 0;
        foreach (SegmentView view in Views(parameter, networks.Kept))
        {
            // Splitting and reordering dimensions copies nothing: this writes into the parameter.
            Tensor channels = view.With(view.ChannelAxis);
            long length = channels.numel() / channels.shape[0];
            channels.copy_(values.narrow(1, start, length).reshape(channels.shape));
            start += length;
        }
    }

    private Tensor PerChannel(Tensor tensor, ImmutableArray<ImmutableArray<int>> kept)
    {
        Tensor[] pieces = [.. Views(tensor, kept).Select(view => view.With(view.ChannelAxis).reshape(kept[group.Index].Length, -1))];
        return pieces.Length == 1 ? pieces[0] : cat(pieces, 1);
    }

    private IEnumerable<SegmentView> Views(Tensor tensor, ImmutableArray<ImmutableArray<int>> kept)
    {
        IEnumerable<Segment> segments = member.Layout.Dimensions[member.Dimension].Segments.Select(segment =>
            new Segment(segment.Factors.Select(factor => Shortened(factor, kept)).ToImmutableArray()));
        return SegmentViews.Of(tensor, member.Dimension, segments, group.Index);
    }

    private static Factor Shortened(Factor factor, ImmutableArray<ImmutableArray<int>> kept) =>
        factor.Group is int index ? Factor.Of(index, kept[index].Length) : factor;
}
