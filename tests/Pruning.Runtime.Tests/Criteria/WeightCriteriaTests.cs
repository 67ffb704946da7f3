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
        graph.Score(model, Importance.GroupNorm() with { Reduction = GroupReduction.Sum })["a"].ShouldBe(oracle.Numbers("sum"), Tolerance);
        graph.Score(model, Importance.GroupNorm())["a"].ShouldBe(oracle.Numbers("mean"), Tolerance);
        graph.Score(model, Importance.GroupNorm() with { Reduction = GroupReduction.Norm })["a"]
            .ShouldBe(oracle.Numbers("group_l2"), Tolerance);
    }

    [SkippableFact]
    public void Distances_to_the_geometric_median() =>
        Filters("W4", new GeometricMedianImportance { Members = GroupMembers.Producers })
            .ShouldBe(MethodOracle.Of("fpgm").Numbers("score_sum_of_distances"), Tolerance);

    [SkippableFact]
    public void Correlations_of_filters() => Filters("W4", "correlation")
        .ShouldBe([.. MethodOracle.Of("filter_correlation").Numbers("mean_abs_offdiag").Select(mean => -mean)], Tolerance);

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
