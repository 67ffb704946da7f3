using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>Criteria of weights alone, against reference numbers.</summary>
public class WeightCriteriaTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void Norms_of_filters()
    {
        Filters("W4", "l1").ShouldBe(MethodOracle.Of("l1_filter").Numbers("score"), Tolerance);
        Filters("W4", "l2").ShouldBe(MethodOracle.Of("l2_filter").Numbers("score"), Tolerance);
        Ranking.Ascending(Filters("W4", "l1")).ShouldBe(MethodOracle.Of("l1_filter").Indices("order_ascending"));

        using DisposeScope scope = NewDisposeScope();
        ReaderNetwork model = ReaderNetwork.With(MethodOracle.Fixture("W4").Tensor());
        GroupMember member = CoupledGroup.AllOf(ReaderNetwork.GraphOfFilters(4, 2), model).Single().Members.Single();
        member.MeanPerChannel(member.Tensor.abs()).ShouldBe(MethodOracle.Of("l2_filter").Numbers("mean_abs"), Tolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_of_powers_piece_by_piece_are_those_of_the_whole_weight(int p)
    {
        manual_seed(6);
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = randn([70, 90, 3, 3], ScalarType.Float64), matrix = randn([3, 40_000], ScalarType.Float64);
        foreach (Tensor values in (Tensor[])[weight, matrix, weight.transpose(0, 1)])
        {
            for (int dimension = 0; dimension < 2; dimension++)
            {
                long[] others = [.. Enumerable.Range(0, (int)values.dim()).Where(other => other != dimension).Select(other => (long)other)];
                double[] expected = Vectors.Of(values.abs().pow(p).sum(others));
                PowerSums.Along(values, dimension, p).Zip(expected, (found, sum) => found / sum - 1).ShouldAllBe(error => Math.Abs(error) < 1e-10);
            }
        }
    }

    [Fact]
    public void Products_of_all_rows_by_halves_are_the_product_of_the_matrices_with_themselves()
    {
        manual_seed(6);
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = randn([601, 20], ScalarType.Float64), others = randn([601, 7], ScalarType.Float64);
        Tensor products = zeros([601, 601], ScalarType.Float64);
        SymmetricProducts.Add(products, rows);
        SymmetricProducts.Add(products, others);
        SymmetricProducts.Mirror(products);
        Vectors.Of(products).ShouldBe(Vectors.Of(rows.matmul(rows.t()) + others.matmul(others.t())), 1e-10);
    }

    [Fact]
    public void The_policy_backward_takes_the_member_that_is_registered_last()
    {
        using DisposeScope scope = NewDisposeScope();
        SmallNetwork model = SmallNetwork.Dense();
        Scores scores = SmallNetwork.Graph.Score(model, Methods.ImportanceNamed("backward"));
        scores["stem"].ShouldBe([.. Vectors.Of(model.get_parameter("outer.weight")!.abs().sum([1, 2, 3]))], 1e-4);
        scores["stem"].ShouldNotBe(SmallNetwork.Graph.Score(model, Methods.ImportanceNamed("l1"))["stem"]);
    }

    [SkippableFact]
    public void Norms_of_coupled_weights()
    {
        MethodOracle oracle = MethodOracle.Of("group_norm_coupled");
        using Module model = StateModule.Of(
            [("a.weight", MethodOracle.Fixture("W4").Tensor()), ("n.weight", MethodOracle.Fixture("gamma4").Tensor()), ("b.weight", MethodOracle.Fixture("W5").Tensor())]);
        var segment = new Segment(Factor.Of(0, 4));
        var graph = new Graph(
            "Coupled", "", [new("a", 4)],
            [
                new("a.weight", Dimension.Output(segment)),
                new("n.weight", Dimension.Channel(segment)),
                new("b.weight", Dimension.Fixed(3), Dimension.Input(segment)),
            ],
            _ => default);
        (Importance.GroupNorm() with { Members = GroupMembers.Weights }).MemberScores(CoupledGroup.AllOf(graph, model).Single())
            .SelectMany(scores => scores).OrderBy(score => score)
            .ShouldBe(oracle.Numbers("per_member_pow2").OrderBy(score => score), Tolerance);
        graph.Score(model, Importance.GroupNorm() with { Reduction = GroupReduction.Sum })["a"].ShouldBe(oracle.Numbers("sum"), Tolerance);
        graph.Score(model, Importance.GroupNorm())["a"].ShouldBe(oracle.Numbers("mean"), Tolerance);
        graph.Score(model, Importance.GroupNorm() with { Reduction = GroupReduction.Norm })["a"]
            .ShouldBe(oracle.Numbers("group_l2"), Tolerance);
    }

    [SkippableFact]
    public void Distances_to_the_geometric_median()
    {
        MethodOracle oracle = MethodOracle.Of("fpgm");
        IReadOnlyList<double> scores = Filters("W4", new GeometricMedianImportance { Members = GroupMembers.Producers });
        scores.ShouldBe(oracle.Numbers("score_sum_of_distances"), Tolerance);
        Ranking.Ascending(scores).First().ShouldBe(oracle.Expected("prune_first").GetInt32());

        // The filter that is nearest to all others is the one nearest to their geometric median, which Weiszfeld's iterations find.
        using DisposeScope scope = NewDisposeScope();
        Tensor filters = MethodOracle.Fixture("W4").Tensor().flatten(1);
        Distances.Between(filters).ShouldBeClose(oracle.Expected("pairwise_l2"));
        double[] apart = Vectors.Of((filters - oracle.Expected("weiszfeld_median").Tensor()).norm(1));
        apart.ShouldBeClose(oracle.Expected("dist_to_weiszfeld"));
        Ranking.Ascending(apart).First().ShouldBe(Ranking.Ascending(scores).First());
    }

    [SkippableFact]
    public void Correlations_of_filters()
    {
        MethodOracle oracle = MethodOracle.Of("filter_correlation");
        Filters("W4", "correlation").ShouldBe([.. oracle.Numbers("mean_abs_offdiag").Select(mean => -mean)], Tolerance);
        ReaderNetwork model = ReaderNetwork.With(MethodOracle.Fixture("W4").Tensor());
        CoupledGroup group = CoupledGroup.AllOf(ReaderNetwork.GraphOfFilters(4, 2), model).Single();
        SquareMatrix found = Correlation.Between(group, CorrelatedValues.Weights, GroupMembers.Producers);
        found.Values.ShouldBeClose(oracle.Expected("pearson"));
        int[] pair = [.. (from one in Enumerable.Range(0, 4) from other in Enumerable.Range(one + 1, 3 - one) select (one, other))
            .MaxBy(both => Math.Abs(found[both.one, both.other])) is var (first, second) ? new[] { first, second } : []];
        pair.ShouldBe(oracle.Indices("most_correlated_pair"));
    }

    [Fact]
    public void Distances_are_those_of_cdist_also_where_filters_are_many_and_alike()
    {
        manual_seed(3);
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = randn([100, 50]) * 0.1 + 5;
        rows[7] = rows[8];
        double[] expected = Vectors.Of(cdist(rows.to_type(ScalarType.Float64), rows.to_type(ScalarType.Float64)));
        Vectors.Of(Distances.Between(rows)).ShouldBe(expected, 2e-3);
    }

    internal static IReadOnlyList<double> Filters(string fixture, string method) => Filters(fixture, Methods.ImportanceNamed(method));

    private static IReadOnlyList<double> Filters(string fixture, Importance importance)
    {
        Tensor weight = MethodOracle.Fixture(fixture).Tensor();
        using ReaderNetwork model = ReaderNetwork.With(weight);
        return ReaderNetwork.GraphOfFilters((int)weight.shape[0], (int)weight.shape[1]).Score(model, importance)[0];
    }
}
