namespace Pruning.Tests;

public class PruningPlanTests
{
    private static readonly Graph Graph = HandMadeGraphs.Chain((4, 1), (8, 3));

    [Fact]
    public void Dense_keeps_everything() => PruningPlan.Dense(Graph).WidthsFor(Graph).ShouldBe([4, 8]);

    [Fact]
    public void Keep_replaces_one_group_and_sorts()
    {
        PruningPlan plan = PruningPlan.Dense(Graph).Keep("layer0", 3, 1);
        plan.ChannelsFor(Graph)[0].ShouldBe([1, 3]);
        plan.WidthsFor(Graph).ShouldBe([2, 8]);
    }

    [Theory]
    [InlineData("layer0", new[] { 4 }, "has no channel 4")]
    [InlineData("layer0", new[] { -1 }, "has no channel -1")]
    [InlineData("layer0", new[] { 1, 1 }, "must ascend")]
    [InlineData("layer0", new int[0], "at least one must")]
    [InlineData("conv1", new[] { 1 }, "no group 'conv1'")]
    public void Keep_refuses_what_does_not_exist(string group, int[] channels, string message) =>
        Should.Throw<PruningException>(() => PruningPlan.Dense(Graph).Keep(group, channels)).Message.ShouldContain(message);

    [Fact]
    public void A_width_below_the_minimum_is_refused()
    {
        Should.Throw<PruningException>(() => PruningPlan.FromWidths(Graph, [4, 2])).Message.ShouldContain("'layer1'");
        PruningPlan plan = PruningPlan.Dense(Graph).Keep("layer1", 0, 1);
        Should.Throw<PruningException>(() => plan.WidthsFor(Graph)).Message.ShouldContain("needs at least 3");
    }

    [Fact]
    public void Random_plans_stay_between_minimum_and_dense_width()
    {
        var random = new Random(1);
        PruningPlan[] plans = [.. Enumerable.Range(0, 200).Select(_ => PruningPlan.Random(Graph, random))];
        plans.Select(plan => plan.WidthsFor(Graph)[0]).Distinct().Order().ShouldBe([1, 2, 3, 4]);
        plans.Select(plan => plan.WidthsFor(Graph)[1]).Distinct().Order().ShouldBe([3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public void Plans_are_equal_by_what_they_keep()
    {
        PruningPlan plan = PruningPlan.Random(Graph, new Random(3));
        PruningPlan same = PruningPlan.Random(Graph, new Random(3));
        same.ShouldBe(plan);
        same.GetHashCode().ShouldBe(plan.GetHashCode());
        PruningPlan.Dense(Graph).Keep("layer0", 1).ShouldNotBe(PruningPlan.Dense(Graph).Keep("layer0", 2));
    }

    [Fact]
    public void A_plan_of_another_model_or_version_is_refused()
    {
        PruningPlan plan = PruningPlan.Dense(Graph);
        var other = new Graph("Tests.Other", Graph.Fingerprint, Graph.Groups, [], Graph.Cost);
        var newer = new Graph(Graph.Model, "fedcba9876543210", Graph.Groups, [], Graph.Cost);

        string message = Should.Throw<PruningException>(() => plan.WidthsFor(other)).Message;
        message.ShouldContain("Tests.Chain");
        message.ShouldContain("Tests.Other");
        message = Should.Throw<PruningException>(() => plan.WidthsFor(newer)).Message;
        message.ShouldContain("0123456789abcdef");
        message.ShouldContain("fedcba9876543210");
    }

    [Theory]
    [InlineData("\"layer0\": { \"of\": 4, \"keep\": [1] }", "lacks the group 'layer1'")]
    [InlineData("\"layer0\": { \"of\": 5, \"keep\": [1] }, \"layer1\": { \"of\": 8, \"keep\": [0, 1, 2] }", "in Tests.Chain it has 4")]
    [InlineData("\"layer9\": { \"of\": 4, \"keep\": [1] }", "'layer9'")]
    public void A_plan_edited_by_hand_is_checked_against_the_graph(string groups, string message)
    {
        PruningPlan plan = PruningPlan.Parse(
            $$"""{ "format": "pruning-plan/1", "model": "Tests.Chain", "fingerprint": "0123456789abcdef", "groups": { {{groups}} } }""");
        Should.Throw<PruningException>(() => plan.WidthsFor(Graph)).Message.ShouldContain(message);
    }
}
