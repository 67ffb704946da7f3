using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Channels that change places, become pixels, or come from pixels.</summary>
internal static class PermutationProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W06a", "channels become pixels", "crash@step",
            Exactly("a", Images(4, "x = functional.pixel_shuffle(x, 2);")),
            Exactly("a", Images(4, "x = shuffle.forward(x);", "private readonly PixelShuffle shuffle = PixelShuffle(2);")),
            Exactly("a", Images(4, "x = x.view(-1, 4, 2, 2, 8, 8).permute(0, 1, 4, 2, 5, 3).reshape(-1, 4, 16, 16);"))),
        new("W06c", "pixels become channels", "crash@forward",
            Exactly("a", Images(64, "x = functional.pixel_unshuffle(x, 2);")),
            Exactly("a", Images(64, "x = shuffle.forward(x);", "private readonly PixelUnshuffle shuffle = PixelUnshuffle(2);"))),
        new("W06d", "pixels become channels, channel by channel", "crash@forward",
            Exactly("a", Images(64, "x = x.view(-1, 16, 4, 2, 4, 2).permute(0, 1, 3, 5, 2, 4).reshape(x.shape[0], -1, 4, 4);")),
            Exactly("a", Images(64, "x = cat(new[] { x[.., .., TensorIndex.Slice(0, null, 2), TensorIndex.Slice(0, null, 2)], x[.., .., TensorIndex.Slice(1, null, 2), TensorIndex.Slice(0, null, 2)], x[.., .., TensorIndex.Slice(0, null, 2), TensorIndex.Slice(1, null, 2)], x[.., .., TensorIndex.Slice(1, null, 2), TensorIndex.Slice(1, null, 2)] }, 1);"))),
        new("W06f", "channel shuffle", "silent-wrong",
            Exactly("a", Images(16, "x = x.view(x.shape[0], 2, 8, 8, 8).transpose(1, 2).contiguous().view(x.shape[0], -1, 8, 8);")),
            Exactly("a", Images(16, "x = x.channel_shuffle(4);")),
            Exactly("a", Images(16, "x = shuffle.forward(x);", "private readonly ChannelShuffle shuffle = ChannelShuffle(2);")),
            Exactly("a", Images(16, "x = x.reshape(-1, 4, 4, 8, 8).permute(0, 2, 1, 3, 4).reshape(-1, 16, 8, 8);")),
            Exactly("a", Images(16, "x = x.channel_shuffle(2).channel_shuffle(4);")),
            Exactly("a", Images(16, "x = x + x.channel_shuffle(4);"))),
        new("W06h", "channels in reverse order", "silent-wrong",
            Refusing("PRUNE1002", "order of its entries", Images(16, "x = x.flip(1);")),
            Refusing("PRUNE1002", "order of its entries", Images(16, "x = torch.flip(x, 1);")),
            Refusing("PRUNE1002", "order of its entries", Images(16, "x = x.flip(-3);")),
            Exactly("a", Images(16, "x = x.flip(2, 3);"))),
        new("W06i", "channels rolled", "silent-wrong",
            Exactly("a", Images(16, "x = x.roll(3, 1);")),
            Exactly("a", Images(16, "x = torch.roll(x, 3, 1);")),
            Exactly("a", Images(16, "x = x.roll(-5, -3);")),
            Exactly("a", Images(16, "x = x + x.roll(16, 1);")),
            Exactly("a", Images(3, "x = (x[.., ..8] * x[.., 8..])[.., 5..].roll(-2, 1);")),
            Exactly("a", Images(16, "x = cat(new[] { x[.., ^3..], x[.., ..^3] }, 1);")),
            Exactly("a", Images(16, "x = x.roll(new long[] { 1, 2 }, new long[] { 2, 3 });")),
            Exactly("a", Images(16, "x = x.roll(new long[] { 1, 4 }, new long[] { 3, 1 });")),
            Exactly("a", Images(16, "x = cat(new[] { x[.., ..4].roll(1, 2), x[.., 4..8].roll(-1, 2), x[.., 8..] }, 1);"))),
        new("W06j", "channels picked by a list", "crash@forward",
            Refusing("PRUNE1002", "", Images(16, "x = x[TensorIndex.Colon, TensorIndex.Tensor(order)];", "private readonly Tensor order = tensor(new long[] { 3, 2, 1, 0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 14 });")),
            Refusing("PRUNE1002", "", Images(4, "x = x.index_select(1, order);", "private readonly Tensor order = tensor(new long[] { 3, 2, 1, 0 });")),
            Refusing("PRUNE1002", "picked by position", Images(2, "x = stack(new[] { x[.., 3], x.select(1, 5) }, 1);")),
            Refusing("PRUNE1002", "belongs to its place", Images(16, "x = x * arange(x.shape[1], dtype: x.dtype).view(1, -1, 1, 1);")),
            Refusing("PRUNE1002", "belongs to its place", Sequences(16, "x = x.matmul(eye(x.shape[2], dtype: x.dtype));"))),
        new("W06k", "windows as columns", "crash@forward",
            Exactly("a", Images(144, "x = functional.unfold(x, 3, padding: 1).view(x.shape[0], -1, 8, 8);"))),
        new("W06l", "windows as columns, channel by channel", "crash@forward",
            Exactly("a", Images(144, "x = functional.unfold(x, 3, padding: 1).view(-1, 144, 8, 8);")),
            Exactly("a", Images(64, "x = functional.unfold(x, 2, stride: 2).view(x.shape[0], 64, 4, 4);")),
            Exactly("a", Images(144, "x = unfold.forward(x).view(-1, 144, 8, 8);", "private readonly Unfold unfold = Unfold(3, padding: 1);"))),
    ];
}
