namespace Pruning.Tests;

public class CostNormalizedTests
{
    [SkippableFact]
    public void Group_Fisher_removes_the_oracles_channel_first()
    {
        MethodOracle oracle = MethodOracle.Of("group_fisher");
        double[] squares = oracle.Expected("s_i = sum_n t^2").Numbers();
        long memory = oracle.Expected("delta_memory_per_image").GetInt64();
        var graph = new Graph(
            "Tests.GroupFisher", "", [new Group("a", squares.Length)], [], widths => new Cost(widths[0], widths[0], memory * widths[0]));
        squares.Select(square => 1e6 * square / graph.MarginalCost(graph.DenseWidths, 0).Activations)
            .ShouldBe(oracle.Expected("s_over_memory(1e6 elems)").Numbers(), 0.1); // of thousands, from rounded squares

        PruningPlan plan = new Scores(graph, [squares]).Plan(
            Budget.Channels((squares.Length - 1.0) / squares.Length), new CostNormalizedAllocation(cost => cost.Activations));

        plan.ChannelsFor(graph)[0].ShouldBe(
            Enumerable.Range(0, squares.Length).Except([oracle.Expected("prune_first").GetInt32()]));
    }

    [Fact]
    public void The_lowest_score_per_saved_cost_goes_first_at_the_widths_of_the_moment()
    {
        foreach (RandomProblem problem in RandomProblem.Many(300).Select(problem => problem with { Options = new PlanOptions() }))
        {
            if (problem.AllWidths().Any(problem.Fits))
            {
                problem.Scores.Plan(problem.Budget, new CostNormalizedAllocation(cost => cost.Macs)).WidthsFor(problem.Graph)
                    .ShouldBe(OneByOne(problem));
            }
        }
    }

    // The plain way, written down independently of the library.
    private static int[] OneByOne(RandomProblem problem)
    {
        int[] widths = [.. problem.Graph.DenseWidths];
        var removed = new Stack<int>();
        while (!problem.Fits(widths))
        {
            int group = Enumerable.Range(0, widths.Length)
                .Where(group => widths[group] > problem.Graph.Groups[group].MinimumWidth)
                .MinBy(group => Price(group));
            widths[group]--;
            removed.Push(group);
        }
        foreach (int group in removed)
        {
            widths[group]++;
            if (!problem.Fits(widths))
            {
                widths[group]--;
            }
        }
        return widths;

        double Price(int group)
        {
            var scores = problem.Scores[group];
            long before = problem.Graph.Cost(widths).Macs;
            widths[group]--;
            long after = problem.Graph.Cost(widths).Macs;
            widths[group]++;
            return scores.Order().ElementAt(scores.Length - widths[group]) / Math.Max(1, before - after);
        }
    }
}
