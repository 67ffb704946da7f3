using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests;

public class GroupNormTests
{
    [Fact]
    public void Scores_follow_the_channels_when_they_are_permuted()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        SmallNetwork dense = SmallNetwork.Dense();
        var random = new Random(9);
        ImmutableArray<ImmutableArray<int>> permutations = [.. SmallNetwork.Graph.DenseWidths.Select(width =>
        {
            int[] channels = [.. Enumerable.Range(0, width)];
            random.Shuffle(channels);
            return channels.ToImmutableArray();
        })];
        using var permuted = new SmallNetwork(SmallNetwork.Graph.DenseWidths);
        permuted.load_state_dict(dense.state_dict());
        foreach (ParameterLayout layout in SmallNetwork.Graph.Parameters)
        {
            Tensor values = dense.state_dict()[layout.Name];
            for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
            {
                values = values.index_select(dimension, tensor(layout.Dimensions[dimension].KeptEntries(permutations)));
            }
            permuted.state_dict()[layout.Name].copy_(values);
        }

        foreach (GroupNormImportance importance in Settings)
        {
            Scores scores = SmallNetwork.Graph.Score(dense, importance);
            Scores after = SmallNetwork.Graph.Score(permuted, importance);
            for (int group = 0; group < permutations.Length; group++)
            {
                after[group].ShouldBe(permutations[group].Select(channel => scores[group][channel]), 1e-9);
            }
        }
    }

    [Fact]
    public void A_dead_filter_gets_the_lowest_score_of_its_producer()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        using (no_grad())
        {
            dense.get_parameter("inner.weight")![4].zero_();
        }
        Scores scores = SmallNetwork.Graph.Score(dense, Importance.GroupNorm(1) with { Reduction = GroupReduction.First });
        scores["inner"][4].ShouldBe(0);
        scores["inner"].Count(score => score == 0).ShouldBe(1);
    }

    [Fact]
    public void Kinds_of_members_can_be_chosen()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        Graph graph = SmallNetwork.Graph;
        CoupledGroup inner = CoupledGroup.AllOf(graph, dense).ElementAt(graph.IndexOf("inner"));

        double[] scales = [.. dense.get_parameter("innerNorm.weight")!.abs().data<float>().Select(value => (double)value)];
        Sum(GroupMembers.Scales).ShouldBe(scales, 1e-6);
        double[] layers = [.. Sum(GroupMembers.Producers).Zip(Sum(GroupMembers.Consumers), (rows, columns) => rows + columns)];
        double[] weights = [.. layers.Zip(scales, (layer, scale) => layer + scale)];
        Sum(GroupMembers.Weights).ShouldBe(weights, 1e-6);
        Sum(GroupMembers.All).ShouldBe([.. weights.Zip(Sum(GroupMembers.Biases), (weight, bias) => weight + bias)], 1e-6);

        double[] Sum(GroupMembers members) =>
            (Importance.GroupNorm(1) with { Reduction = GroupReduction.Sum, Members = members }).Score(inner);
    }

    [Fact]
    public void A_group_without_members_of_the_kind_is_an_error()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        Should.Throw<PruningException>(() => SmallNetwork.Graph.Score(dense, Importance.GroupNorm() with { Members = GroupMembers.Scales }))
            .Message.ShouldContain("'side'");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_no_numbers_are_named(float value)
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        using (no_grad())
        {
            dense.get_parameter("innerNorm.weight")![2].fill_(value);
        }
        string message = Should.Throw<PruningException>(() => SmallNetwork.Graph.Score(dense, Importance.GroupNorm())).Message;
        message.ShouldContain("'innerNorm.weight'");
        message.ShouldContain("layer 'innerNorm'");
        message.ShouldContain("group 'inner'");
    }

    [Fact]
    public void Random_scores_depend_on_the_seed_alone()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        Scores one = SmallNetwork.Graph.Score(dense, Importance.Random(1));
        Scores again = SmallNetwork.Graph.Score(dense, Importance.Random(1));
        Scores two = SmallNetwork.Graph.Score(dense, Importance.Random(2));
        one["stem"].ShouldBe(again["stem"]);
        one["stem"].ShouldNotBe(two["stem"]);
        one["stem"].Take(3).ShouldNotBe(one["inner"].Take(3));
    }

    [Fact]
    public void A_criterion_of_ones_own_sees_every_member_of_the_group()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        Scores scores = SmallNetwork.Graph.Score(dense, new MemberCount());
        scores["stem"].ShouldAllBe(score => score == 12); // stem, its norm (4), inner, outer (2), depthwise (2), side, merge
        scores["merge"].ShouldAllBe(score => score == 7);
    }

    [Fact]
    public void The_exponent_must_be_at_least_one()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Importance.GroupNorm(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Importance.GroupNorm(2) with { P = 0 });
    }

    private static IEnumerable<GroupNormImportance> Settings =>
        from p in (int[])[1, 2, 3]
        from reduction in Enum.GetValues<GroupReduction>()
        select Importance.GroupNorm(p) with { Reduction = reduction, Members = GroupMembers.All };

    private sealed record MemberCount : Importance
    {
        public override double[] Score(CoupledGroup group) =>
            [.. Enumerable.Repeat((double)group.Members.Length, group.Group.Channels)];
    }
}
