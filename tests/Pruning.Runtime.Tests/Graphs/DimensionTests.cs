using System.Collections.Immutable;

namespace Pruning.Tests;

public class DimensionTests
{
    private static readonly ImmutableArray<ImmutableArray<int>> Kept = [[0, 2], [1]];

    [Fact]
    public void A_flattened_map_keeps_blocks() =>
        Dimension.Input(new Segment(Factor.Of(0, 3), Factor.Constant(4))).KeptEntries(Kept).ShouldBe([0, 1, 2, 3, 8, 9, 10, 11]);

    [Fact]
    public void A_grouped_convolution_keeps_the_same_places_in_every_group() =>
        Dimension.Output(new Segment(Factor.Constant(2), Factor.Of(0, 3))).KeptEntries(Kept).ShouldBe([0, 2, 3, 5]);

    [Fact]
    public void Segments_lie_one_behind_the_other()
    {
        Dimension dimension = Dimension.Input(
            new Segment(Factor.Of(1, 2)), new Segment(Factor.Constant(2)), new Segment(Factor.Of(0, 3)));
        dimension.Length.ShouldBe(7);
        dimension.KeptEntries(Kept).ShouldBe([1, 2, 3, 4, 6]);
        dimension.RemovedEntries(Kept).ShouldBe([0, 5]);
        dimension.KeptLength([.. Kept.Select(channels => channels.Length)]).ShouldBe(5);
    }

    [Fact]
    public void A_product_of_groups_keeps_what_all_of_them_keep() =>
        Dimension.Input(new Segment(Factor.Of(0, 3), Factor.Of(1, 2))).KeptEntries(Kept).ShouldBe([1, 5]);

    [Fact]
    public void Sums_collect_every_entry_of_a_channel()
    {
        Dimension dimension = Dimension.Input(
            new Segment(Factor.Of(0, 3)), new Segment(Factor.Constant(2), Factor.Of(0, 3), Factor.Of(1, 2)));
        double[] values = [.. Enumerable.Range(0, 15).Select(value => (double)value)];

        // 3 + (c·3 + a)·2 + b counts the entries of constant c, channel a of the first and b of the second group.
        dimension.SumPerChannel(values, 0, 3).ShouldBe([0 + 3 + 4 + 9 + 10, 1 + 5 + 6 + 11 + 12, 2 + 7 + 8 + 13 + 14]);
        dimension.SumPerChannel(values, 1, 2).ShouldBe([3 + 5 + 7 + 9 + 11 + 13, 4 + 6 + 8 + 10 + 12 + 14]);
    }
}
