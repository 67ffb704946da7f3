using System.Collections.Immutable;

namespace Pruning.Tests;

public class BudgetTests
{
    [Fact]
    public void Bytes_are_those_of_the_pruned_networks_state()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        Budget budget = Budget.Bytes(dense, 0.5);
        var random = new Random(5);
        for (int round = 0; round < 20; round++)
        {
            ImmutableArray<int> widths = PruningPlan.Random(SmallNetwork.Graph, random).WidthsFor(SmallNetwork.Graph);
            using var pruned = new SmallNetwork(widths);
            budget.Measure(SmallNetwork.Graph, widths).ShouldBe(Evaluation.StateBytes(pruned));
        }
    }

    [Fact]
    public void A_budget_of_bytes_is_used_up_and_not_exceeded()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        Graph graph = SmallNetwork.Graph;
        Budget budget = Budget.Bytes(dense, 0.5);
        int[] widths = [.. PruningRatiosTests.Ascending(graph).Plan(budget, Allocation.Uniform).WidthsFor(graph)];
        double limit = 0.5 * Evaluation.StateBytes(dense);
        budget.Measure(graph, widths).ShouldBeLessThanOrEqualTo(limit);
        for (int group = 0; group < widths.Length; group++)
        {
            int[] wider = [.. widths];
            wider[group]++;
            (wider[group] > graph.Groups[group].Channels || budget.Measure(graph, wider) > limit).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_measured_limit_is_met_by_the_largest_plan_where_the_measure_grows_with_the_widths()
    {
        foreach (RandomProblem problem in RandomProblem.Many(60))
        {
            PlanOptions options = problem.Options;
            double Measure(PruningPlan plan) => problem.Budget.Measure(problem.Graph, plan.WidthsFor(problem.Graph));
            var limit = new MeasuredLimit("cost", problem.Limit, Measure) { Measurements = 40 };
            int channels = problem.Graph.DenseWidths.Sum();
            PruningPlan[] plans =
            [
                .. Enumerable.Range(1, channels)
                    .Where(count => count >= Enumerable.Range(0, problem.Graph.Groups.Length).Sum(group => problem.Allowed(group)[0]))
                    .Select(count => problem.Scores.Plan(Budget.Channels((double)count / channels), Allocation.Uniform, options)),
            ];
            if (plans.Length == 0 || Measure(plans[0]) > problem.Limit)
            {
                Should.Throw<PruningException>(() => problem.Scores.Plan(limit, Allocation.Uniform, options))
                    .Message.ShouldContain("out of reach");
                continue;
            }
            PruningPlan found = problem.Scores.Plan(limit, Allocation.Uniform, options);
            Measure(found).ShouldBeLessThanOrEqualTo(problem.Limit);
            plans.TakeWhile(plan => Measure(plan) <= problem.Limit).Last().ShouldBe(found);
        }
    }

    [Fact]
    public void A_latency_limit_builds_measures_and_disposes_networks()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        using TorchSharp.torch.Tensor batch = TorchSharp.torch.randn(1, 3, 8, 8);
        int built = 0;
        MeasuredLimit limit = MeasuredLimit.Latency(
            TimeSpan.FromMinutes(1),
            plan =>
            {
                built++;
                return new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
            },
            batch,
            new LatencyOptions { Runs = 1, WarmUpRuns = 0 });
        // Anything takes less than a minute, so everything may stay; nothing takes no time.
        PruningRatiosTests.Ascending(SmallNetwork.Graph).Plan(limit, Allocation.Uniform).ShouldBe(PruningPlan.Dense(SmallNetwork.Graph));
        built.ShouldBe(2);
        Should.Throw<PruningException>(() =>
            PruningRatiosTests.Ascending(SmallNetwork.Graph).Plan(limit with { Limit = 0 }, Allocation.Uniform));
    }

    [SkippableFact]
    public void The_largest_accepted_threshold_is_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("bisection_threshold");
        double[] weights = oracle.Input("abs_weights").Numbers();
        double bound = oracle.Expected("bound").GetDouble();
        double Loss(double threshold) => 1 + (0.5 * weights.Where(weight => weight < threshold).Sum(weight => weight * weight));

        foreach (System.Text.Json.JsonProperty row in oracle.Expected("loss_at").EnumerateObject())
        {
            Loss(double.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeClose(row.Value);
        }
        double found = Bisection.Largest(0, weights.Max(), threshold => Loss(threshold) <= bound)!.Value;

        double[] range = oracle.Expected("any_returned_T_in").Numbers();
        found.ShouldBeInRange(range[0], range[1]);
        weights.Where(weight => weight < found).ShouldBeClose(oracle.Expected("max_prunable_set"));
        Bisection.Largest(1, 2, _ => false).ShouldBeNull();
        Bisection.Largest(1, 2, _ => true).ShouldBe(2);
    }
}
