using System.Collections.Immutable;

namespace Pruning.Tests;

public class WithinPlanTests
{
    public static TheoryData<Allocation> Allocations => AllocationTests.Allocations;

    [Theory]
    [MemberData(nameof(Allocations))]
    public void What_has_gone_stays_gone_and_the_budget_is_met_as_closely_as_the_rest_allows(Allocation allocation)
    {
        var random = new Random(23);
        int narrowed = 0;
        foreach (RandomProblem problem in RandomProblem.Many(200))
        {
            PruningPlan before = PruningPlan.Random(problem.Graph, random);
            ImmutableArray<int> now = before.WidthsFor(problem.Graph);
            int[][] fitting =
            [
                .. Combinations([.. now.Select((width, group) => problem.Allowed(group).Where(allowed => allowed < width).Append(width))])
                    .Where(problem.Fits),
            ];
            Scores scores = problem.Scores.Within(before);
            if (fitting.Length == 0)
            {
                Should.Throw<PruningException>(() => scores.Plan(problem.Budget, allocation, problem.Options));
                continue;
            }
            PruningPlan after = scores.Plan(problem.Budget, allocation, problem.Options);
            ImmutableArray<int> widths = after.WidthsFor(problem.Graph);
            narrowed += widths.SequenceEqual(now) ? 0 : 1;
            fitting.ShouldContain(fit => fit.SequenceEqual(widths));
            fitting.ShouldNotContain(fit => !fit.SequenceEqual(widths) && fit.Zip(widths).All(pair => pair.First >= pair.Second));
            foreach ((PlannedGroup old, PlannedGroup left) in before.Groups.Zip(after.Groups))
            {
                left.Keep.Except(old.Keep).ShouldBeEmpty();
            }
        }
        narrowed.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Channels_that_have_gone_do_not_count_when_scores_are_normalized()
    {
        Graph graph = HandMadeGraphs.Chain(4, 2);
        var scores = new Scores(graph, [[100.0, 1, 2, 3], [1.0, 1]]);
        Scores left = scores.Within(PruningPlan.Dense(graph).Remove("layer0", "0")).Normalize(Normalization.Mean);
        left[0].ShouldBe([double.NegativeInfinity, 0.5, 1, 1.5]);
    }

    private static IEnumerable<int[]> Combinations(IEnumerable<int>[] choices) => choices.Aggregate(
        (IEnumerable<int[]>)[[]], (all, choice) => all.SelectMany(_ => choice, (chosen, next) => (int[])[.. chosen, next]));
}
