using static TorchSharp.torch;

namespace Pruning;

/// <summary>Looks at tensors channel by channel.</summary>
internal static class SegmentViews
{
    /// <summary>One view for each segment that belongs to a group.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <param name="axis">The dimension along which the segments lie.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="group">The group's index.</param>
    public static IEnumerable<SegmentView> Of(Tensor tensor, int axis, IEnumerable<Segment> segments, int group)
    {
        long start = 0;
        foreach (Segment segment in segments)
        {
            if (segment.Contains(group))
            {
                Tensor entries = tensor.narrow(axis, start, segment.Length);
                long[] factors = [.. segment.Factors.Select(factor => (long)factor.Length)];
                yield return new SegmentView(
                    factors.Length == 1 ? entries : entries.reshape([.. entries.shape[..axis], .. factors, .. entries.shape[(axis + 1)..]]),
                    axis + segment.PlaceOf(group));
            }
            start += segment.Length;
        }
    }
}

/// <summary>The entries of a segment, with a dimension for each of its factors.</summary>
/// <param name="Tensor">The entries.</param>
/// <param name="ChannelAxis">The dimension of the group's channels.</param>
internal readonly record struct SegmentView(Tensor Tensor, int ChannelAxis)
{
    /// <summary>The same with some dimensions in front, the others behind them in their order.</summary>
    public Tensor With(params ReadOnlySpan<int> first)
    {
        long[] front = [.. first.ToArray().Select(dimension => (long)dimension)];
        return Tensor.permute([.. front, .. Enumerable.Range(0, (int)Tensor.dim()).Select(dimension => (long)dimension).Except(front)]);
    }
}
