using System.Collections.Immutable;

namespace Pruning.Tests;

/// <summary>What a group allows, and plans that respect it.</summary>
public class WidthLimitTests
{
    private static readonly Group Limited = new("limited", 20) { MinimumWidth = 3, MaximumWidth = 14, RoundTo = 4 };

    private static readonly Graph Graph = new(
        "Tests.Limited", "f", [Limited, new Group("free", 20)], [],
        widths => new Cost(widths[0] + widths[1] + 1, widths[0] + widths[1] + 1, widths[0] + widths[1]));

    private static readonly Scores Scores = new(
        Graph, [[.. Enumerable.Range(0, 20).Select(score => score + 1.0)], [.. Enumerable.Range(0, 20).Select(score => score + 1.5)]]);

    [Fact]
    public void A_group_allows_multiples_between_its_limits_and_all_of_its_channels() =>
        Enumerable.Range(0, 30).Where(Limited.Allows).ShouldBe([4, 8, 12, 20]);

    [Fact]
    public void Without_limits_every_width_is_allowed() => Enumerable.Range(0, 30).Where(new Group("free", 5).Allows).ShouldBe([1, 2, 3, 4, 5]);

    [Fact]
    public void Plans_from_scores_never_exceed_the_maximum()
    {
        foreach (Allocation allocation in (Allocation[])[Allocation.Uniform, Allocation.Global])
        {
            for (double fraction = 0.2; fraction <= 1; fraction += 0.1)
            {
                ImmutableArray<int> widths = Scores.Plan(Budget.Channels(fraction), allocation).WidthsFor(Graph);
                widths[0].ShouldBeOneOf(4, 8, 12);
                (widths[0] + widths[1]).ShouldBeLessThanOrEqualTo((int)((fraction * 40) + 1e-9));
            }
        }
    }

    [Fact]
    public void The_plans_rounding_and_the_groups_rounding_hold_together()
    {
        Scores.Plan(Budget.Channels(0.5), Allocation.Uniform, roundTo: 3).WidthsFor(Graph)[0].ShouldBe(12);
        Should.Throw<PruningException>(() => Scores.Plan(Budget.Channels(0.5), Allocation.Uniform, roundTo: 5)).Message
            .ShouldContain("no multiple of 4 and of 5");
    }

    [Fact]
    public void Random_plans_are_allowed()
    {
        var random = new Random(3);
        HashSet<int> seen = [];
        for (int round = 0; round < 100; round++)
        {
            seen.Add(PruningPlan.Random(Graph, random).WidthsFor(Graph)[0]);
        }
        seen.Order().ShouldBe([4, 8, 12, 20]);
    }
}
