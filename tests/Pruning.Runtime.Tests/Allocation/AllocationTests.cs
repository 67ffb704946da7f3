using System.Collections.Immutable;

namespace Pruning.Tests;

public class AllocationTests
{
    public static TheoryData<Allocation> Allocations =>
        [Allocation.Uniform, Allocation.Global, Allocation.Lamp, Allocation.Isomorphic, new CostNormalizedAllocation(cost => cost.Macs)];

    [Theory]
    [MemberData(nameof(Allocations))]
    public void Every_plan_is_allowed_fits_and_cannot_be_widened(Allocation allocation)
    {
        int reachable = 0;
        foreach (RandomProblem problem in RandomProblem.Many(300))
        {
            int[][] fitting = [.. problem.AllWidths().Where(problem.Fits)];
            if (fitting.Length == 0)
            {
                Should.Throw<PruningException>(() => Plan(problem, allocation)).Message.ShouldContain("out of reach");
                continue;
            }
            reachable++;
            ImmutableArray<int> widths = Plan(problem, allocation).WidthsFor(problem.Graph);
            fitting.ShouldContain(fit => fit.SequenceEqual(widths));
            fitting.ShouldNotContain(fit => !fit.SequenceEqual(widths) && fit.Zip(widths).All(pair => pair.First >= pair.Second));
        }
        reachable.ShouldBeInRange(100, 299); // both cases occur
    }

    [Theory]
    [MemberData(nameof(Allocations))]
    public void Within_a_group_the_highest_scores_stay_and_ties_go_to_the_later_channel(Allocation allocation)
    {
        foreach (RandomProblem problem in RandomProblem.Many(100).Where(problem => problem.AllWidths().Any(problem.Fits)))
        {
            ImmutableArray<ImmutableArray<int>> kept = Plan(problem, allocation).ChannelsFor(problem.Graph);
            for (int group = 0; group < kept.Length; group++)
            {
                var scores = problem.Scores[group];
                var ranked = Enumerable.Range(0, scores.Length)
                    .OrderByDescending(channel => scores[channel])
                    .ThenByDescending(channel => channel);
                kept[group].ShouldBe(ranked.Take(kept[group].Length).Order());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Allocations))]
    public void The_same_input_gives_the_same_plan(Allocation allocation)
    {
        foreach ((RandomProblem first, RandomProblem second) in RandomProblem.Many(50).Zip(RandomProblem.Many(50)))
        {
            if (first.AllWidths().Any(first.Fits))
            {
                Plan(first, allocation).ToJson().ShouldBe(Plan(second, allocation).ToJson());
            }
        }
    }

    [Fact]
    public void Global_removes_one_channel_after_the_other_in_the_order_of_the_normalized_scores()
    {
        foreach (RandomProblem problem in RandomProblem.Many(300).Select(problem => problem with { Options = new PlanOptions() }))
        {
            if (problem.AllWidths().Any(problem.Fits))
            {
                Plan(problem, Allocation.Global).WidthsFor(problem.Graph).ShouldBe(OneByOne(problem));
            }
        }
    }

    [Fact]
    public void Uniform_keeps_the_same_fraction_of_each_group()
    {
        Graph graph = HandMadeGraphs.Chain(16, 32, 64);
        Scores scores = Ascending(graph);
        scores.Plan(Budget.Channels(0.5), Allocation.Uniform).WidthsFor(graph).ShouldBe([8, 16, 32]);
        scores.Plan(Budget.Channels(0.5), Allocation.Uniform, roundTo: 8).WidthsFor(graph).ShouldBe([8, 16, 32]);
        scores.Plan(Budget.Channels(1), Allocation.Uniform).WidthsFor(graph).ShouldBe([16, 32, 64]);
    }

    [Fact]
    public void Uniform_widths_are_the_fraction_rounded_up_where_the_budget_is_met_exactly()
    {
        // 0.6 of 10, 15 and 25 are 6, 9 and 15: nothing is left to give back.
        Graph graph = HandMadeGraphs.Chain(10, 15, 25);
        Ascending(graph).Plan(Budget.Channels(0.6), Allocation.Uniform).WidthsFor(graph).ShouldBe([6, 9, 15]);
    }

    [Fact]
    public void Lamp_never_empties_a_group()
    {
        // Published definition of LAMP on squared norms; half of the nine channels may stay.
        var scores = new Scores(HandMadeGraphs.Chain(4, 3, 2), [[4.0, 1, 9, 2], [0.04, 0.01, 0.25], [1.0, 1]]);
        Scores lamp = scores.Normalize(Normalization.Lamp);
        lamp[0].Select(score => Math.Round(score, 6)).ShouldBe([0.307692, 0.0625, 1, 0.133333]);
        lamp[1].Select(score => Math.Round(score, 6)).ShouldBe([0.137931, 0.033333, 1]);
        lamp[2].ShouldBe([0.5, 1]);

        PruningPlan plan = scores.Plan(Budget.Channels(0.5), Allocation.Global with { Normalization = Normalization.Lamp });
        plan.WidthsFor(scores.Graph).ShouldBe([1, 1, 2]);
    }

    [Fact]
    public void Global_compares_raw_scores_when_told_so()
    {
        var scores = new Scores(HandMadeGraphs.Chain(2, 2), [[1.0, 2], [30.0, 10]]);
        PruningPlan raw = scores.Plan(Budget.Channels(0.75), Allocation.Global with { Normalization = Normalization.None });
        PruningPlan byMean = scores.Plan(Budget.Channels(0.75), Allocation.Global);
        raw.WidthsFor(scores.Graph).ShouldBe([1, 2]);
        byMean.ChannelsFor(scores.Graph)[1].ShouldBe([0]);
    }

    [Fact]
    public void A_custom_allocation_is_checked()
    {
        Graph graph = HandMadeGraphs.Chain(4, 4);
        Should.Throw<InvalidOperationException>(() => Ascending(graph).Plan(Budget.Channels(0.5), new Everything()));
    }

    [Fact]
    public void Twenty_six_thousand_channels_are_planned_in_well_under_a_second()
    {
        Graph graph = HandMadeGraphs.Chain([.. Enumerable.Repeat(512, 51)]);
        var random = new Random(2);
        var scores = new Scores(graph, graph.DenseWidths.Select(width => new double[width].Select(_ => random.NextDouble()).ToArray()));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        PruningPlan plan = scores.Plan(Budget.Macs(0.5), Allocation.Global);
        System.Diagnostics.Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5)); // usually a tenth of a second
        (graph.Cost(plan.WidthsFor(graph)).Macs / (double)graph.Cost(graph.DenseWidths).Macs).ShouldBeInRange(0.4999, 0.5);
    }

    private static PruningPlan Plan(RandomProblem problem, Allocation allocation) =>
        problem.Scores.Plan(problem.Budget, allocation, problem.Options);

    private static Scores Ascending(Graph graph) =>
        new(graph, graph.Groups.Select(group => Enumerable.Range(0, group.Channels).Select(channel => (double)channel).ToArray()));

    // The plain way: remove the least channel until the budget fits, then give back, the last removed first, whatever still fits.
    private static int[] OneByOne(RandomProblem problem)
    {
        int[] widths = [.. problem.Graph.DenseWidths];
        var removed = new Stack<int>();
        while (!problem.Fits(widths))
        {
            int group = Enumerable.Range(0, widths.Length)
                .Where(group => widths[group] > problem.Graph.Groups[group].MinimumWidth)
                .MinBy(group => Next(group, widths[group]));
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

        double Next(int group, int width)
        {
            var scores = problem.Scores[group];
            return scores.Order().ElementAt(scores.Length - width) / scores.Average();
        }
    }

    private sealed record Everything : Allocation
    {
        public override IReadOnlyList<int> Widths(AllocationProblem problem) => problem.Graph.DenseWidths;
    }
}
