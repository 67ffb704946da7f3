using System.Collections.Immutable;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>Selectors, against reference numbers and against all subsets.</summary>
public class SelectorTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void ThiNet_is_greedy()
    {
        MethodOracle oracle = MethodOracle.Of("thinet");
        Tensor contributions = oracle.Input("X_samples_by_channels").Tensor();
        using ReaderNetwork model = ReaderNetwork.With(ones([1, 4], dtype: ScalarType.Float64));
        Graph graph = ReaderNetwork.GraphOf(4, rows: 1);
        var calibration = new Calibration(new TensorBatches(contributions));
        Statistics statistics = graph.Calibrate(model, calibration, new ThiNetSelector());
        CoupledGroup group = CoupledGroup.AllOf(graph, model, statistics).Single();
        ThiNetSelector.Removed(group).Take(2).ShouldBe(oracle.Indices("removed_in_order"));
        graph.Select(model, new ThiNetSelector(), [2], statistics).Groups[0].Keep.ShouldBe(oracle.Indices("kept"));

        SquareMatrix products = statistics.Get(0, new Contributions()).Single().Products;
        int[] stay = oracle.Indices("kept");
        double[] factors = ScalingReconstruction.Factors(products, [.. stay], 0);
        factors.ShouldBe(oracle.Numbers("ls_scale_w"), Tolerance);

        int[] order = oracle.Indices("removed_in_order");
        new[] { Error(order[..1]), Error(order) }.ShouldBeClose(oracle.Expected("objective_after_each"));
        foreach (JsonProperty pair in oracle.Expected("bruteforce_pair_objective").EnumerateObject())
        {
            Error(Pair(pair.Name)).ShouldBeClose(pair.Value);
        }
        oracle.Expected("bruteforce_pair_objective").EnumerateObject().MinBy(pair => Error(Pair(pair.Name))).Name
            .ShouldBe(oracle.Expected("bruteforce_best_pair").GetString());
        Tensor rows = contributions.sum([1L]);
        Tensor kept = contributions.index_select(1, tensor(stay.Select(channel => (long)channel).ToArray()));
        (rows - kept.sum([1L])).square().sum().ShouldBeClose(oracle.Expected("residual_before"));
        (rows - kept.matmul(tensor(factors))).square().sum().ShouldBeClose(oracle.Expected("residual_after"));

        static int[] Pair(string names) => [.. names.Split(',').Select(int.Parse)];
        double Error(int[] removed) => removed.Sum(one => removed.Sum(other => products[one, other]));
    }

    [SkippableFact]
    public void Lasso_along_its_path()
    {
        MethodOracle oracle = MethodOracle.Of("lasso_channel");
        using ReaderNetwork model = ReaderNetwork.With(oracle.Input("W").Tensor());
        Graph graph = ReaderNetwork.GraphOf(4);
        Statistics statistics = graph.Calibrate(model, new Calibration(new TensorBatches(oracle.Input("X").Tensor())), new LassoSelector());
        SquareMatrix products = statistics.Get(0, new Contributions()).Single().Products;
        foreach (JsonProperty row in oracle.Expected("beta_by_lambda").EnumerateObject())
        {
            double penalty = double.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture) * 8;
            Lasso.Solve(products, Lasso.RowSums(products), penalty).ShouldBe(row.Value.Numbers(), Tolerance);
        }
        graph.Select(model, new LassoSelector(), [2], statistics).Groups[0].Keep.ShouldBe(oracle.Indices("selected_at_0.6"));
    }

    [SkippableFact]
    public void Mixed_median()
    {
        MethodOracle oracle = MethodOracle.Of("fpgm_mixed");
        Tensor weight = oracle.Input("W").Tensor();
        using ReaderNetwork model = ReaderNetwork.With(weight);
        double[] norms = [.. ReaderNetwork.GraphOfFilters(5, 2).Score(model, Methods.ImportanceNamed("l2"))[0]];
        norms.ShouldBeClose(oracle.Expected("norm"));
        int[] survivors = [.. Ranking.Ascending(norms).Skip(1)];
        survivors.ShouldBe(oracle.Indices("survivors_by_ascending_norm"));
        Tensor left = weight.flatten(1).index_select(0, tensor(survivors.Select(filter => (long)filter).ToArray()));
        Distances.Between(left).sum([1L]).ShouldBeClose(oracle.Expected("dist_sums_in_that_order"));
        int[] removed = [.. oracle.Indices("pruned_by_norm"), .. oracle.Indices("pruned_by_dist")];
        Graph graph = ReaderNetwork.GraphOfFilters(5, 2);
        graph.Select(model, new MixedMedianSelector(0.5), [3]).Groups[0].Keep
            .ShouldBe(Enumerable.Range(0, 5).Except(removed));
    }

    [SkippableFact]
    public void One_of_the_most_correlated_pair_goes()
    {
        using ReaderNetwork model = ReaderNetwork.With(MethodOracle.Fixture("W4").Tensor());
        ReaderNetwork.GraphOfFilters(4, 2).Select(model, new CorrelationPairSelector(), [3]).Groups[0].Keep
            .ShouldBe(Enumerable.Range(0, 4).Except([MethodOracle.Of("filter_correlation").Expected("drop_smaller_l1_of_pair").GetInt32()]));
    }

    [SkippableFact]
    public void Members_agree_or_one_is_enough()
    {
        MethodOracle oracle = MethodOracle.Of("coupled_policy");
        double[] scores = oracle.Input("scores_by_member").Numbers();
        using Module<Tensor, Tensor> model = new TwoMembers(tensor(scores[..4], [4, 1]), tensor(scores[4..], [1, 4]));
        Kept(new MemberPolicySelector(MemberPolicy.Intersection)).ShouldBe(Without("intersection_prune"));
        Kept(new MemberPolicySelector(MemberPolicy.Union)).ShouldBe(Without("union_prune"));
        foreach ((GroupReduction reduction, string name) in new[]
            {
                (GroupReduction.Sum, "sum_prune"), (GroupReduction.Mean, "average_prune"), (GroupReduction.Max, "max_prune"),
                (GroupReduction.Product, "product_prune"),
            })
        {
            Kept(new TopSelector(Importance.GroupNorm(1) with { Reduction = reduction })).ShouldBe(Without(name), name);
        }

        IEnumerable<int> Without(string name) => Enumerable.Range(0, 4).Except(oracle.Indices(name));
        IEnumerable<int> Kept(ChannelSelector selector) => TwoMembers.Graph.Select(model, selector, [2]).Groups[0].Keep;
    }

    [SkippableFact]
    public void Collaborative_pruning_finds_the_best_pair()
    {
        MethodOracle oracle = MethodOracle.Of("ccp");
        using var model = new Net1();
        Statistics statistics = Net1.Graph.Calibrate(model, Net1.Calibration, new CollaborativeSelector());
        GateProductSums gates = statistics.Get(1, new GateProducts(GateSide.Filters));
        double[] linear = [.. gates.Sum.Select(sum => sum / gates.Samples)];
        SquareMatrix quadratic = gates.Products * (0.5 / gates.Samples);
        linear.ShouldBe(oracle.Numbers("u"), Tolerance);
        quadratic.Values.ShouldBe(oracle.Numbers("S"), Tolerance);
        var program = new SubsetProgram(linear, quadratic);
        foreach (JsonProperty row in oracle.Expected("objective_by_beta").EnumerateObject())
        {
            program.Objective(Set(row.Name)).ShouldBe(row.Value.GetDouble(), Tolerance);
        }
        Net1.Graph.Select(model, new CollaborativeSelector(), [3, 2], statistics).Groups[1].Keep
            .ShouldBe(Set(oracle.Expected("best_beta").GetString()!));

        // Without what channels do together, others would stay.
        new SubsetProgram(linear, quadratic * 0).Best(2).ShouldBe(oracle.Indices("linear_only_choice_keep"));

        static ImmutableArray<int> Set(string beta) => [.. Enumerable.Range(0, beta.Length).Where(channel => beta[channel] == '1')];
    }

    [Fact]
    public void The_relaxed_programme_is_as_good_as_the_best_of_all_sets()
    {
        var random = new Random(5);
        for (int round = 0; round < 10; round++)
        {
            double[] rows = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() - 0.5)];
            using Tensor gradients = tensor(rows, [6, 10]);
            using Tensor products = gradients.t().matmul(gradients) / 12;
            var small = new SubsetProgram([.. Enumerable.Range(0, 10).Select(_ => random.NextDouble() - 0.5)], new SquareMatrix(10, Vectors.Of(products)));
            small.Objective(small.Searched(4)).ShouldBe(small.Objective(small.Best(4)), 0.02);
        }
    }

    [Fact]
    public void Relevance_without_redundancy()
    {
        // The label is two bits. The first channel is one of them, the second repeats it, the third is most of the other.
        double[] rows = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0];
        using Tensor samples = tensor(rows, [8, 3]);
        using ReaderNetwork model = ReaderNetwork.Of(samples);
        var calibration = new Calibration(new TensorBatches(samples, [0, 0, 1, 1, 2, 2, 3, 3]));
        ReaderNetwork.GraphOf(3).Select(model, new MinimumRedundancySelector(2), [2], calibration).Groups[0].Keep.ShouldContain(2);
        ReaderNetwork.GraphOf(3).Select(model, new TopSelector(new MutualInformationImportance(2)), [2], calibration).Groups[0].Keep
            .ShouldBe([0, 1]);
    }

    [SkippableFact]
    public void Optimal_Brain_Surgeon_is_an_exact_refit()
    {
        MethodOracle oracle = MethodOracle.Of("obs");
        using DisposeScope scope = NewDisposeScope();
        Tensor samples = MethodOracle.Fixture("LSQ.X").Tensor();
        Tensor best = tensor(oracle.Numbers("theta_star"));
        double[] products = Vectors.Of(samples.t().matmul(samples));
        var layer = new LayerInputProducts("layer", 6, new SquareMatrix(4, products), oracle.Numbers("theta_star"), 4);
        new SurgeonProblem(layer, 0).Saliencies().ShouldBe(oracle.Numbers("saliency"), Tolerance);
        Changes(0).ShouldBe(oracle.Numbers("delta_theta_for_q0"), 1e-4);
        int[] group = oracle.Input("group").Indices();
        Changes(group).ShouldBe(oracle.Numbers("group_delta_theta"), 1e-4);
        oracle.Numbers("saliency").ShouldBe(oracle.Numbers("refit_delta_loss"), Tolerance);

        // The loss is quadratic, and its Hessian H = X Xᵀ / N: what it grows by is ½ δᵀ H δ.
        Tensor change = tensor(Changes(group)), hessian = samples.t().matmul(samples) / samples.shape[0];
        (change.matmul(hessian).matmul(change) / 2).ShouldBeClose(oracle.Expected("group_saliency"));

        double[] Changes(params int[] removed)
        {
            var problem = new SurgeonProblem(layer, 0);
            problem.Remove(removed);
            return Vectors.Of(problem.Weights.flatten() - best);
        }
    }
}
