namespace Pruning.Tests;

public class BadInputTests
{
    private static readonly Graph Graph = HandMadeGraphs.Chain((16, 4), (8, 2));

    private static readonly Scores Scores =
        new(Graph, Graph.Groups.Select(group => Enumerable.Range(0, group.Channels).Select(channel => (double)channel).ToArray()));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(50)]
    [InlineData(double.NaN)]
    public void A_budget_that_is_no_fraction_is_refused(double fraction)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Budget.Macs(fraction)).Message.ShouldContain("above 0 and at most 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Budget.Parameters(fraction));
        Should.Throw<ArgumentOutOfRangeException>(() => Budget.Channels(fraction));
    }

    [Fact]
    public void A_budget_below_the_minimum_widths_says_what_is_reachable()
    {
        string message = Should.Throw<PruningException>(() => Scores.Plan(Budget.Channels(0.2), Allocation.Global)).Message;
        message.ShouldContain("20.0 % of the channels (4 of 24)");
        message.ShouldContain("at least 25.00 % (6)");
        Scores.Plan(Budget.Channels(0.25), Allocation.Global).WidthsFor(Graph).ShouldBe([4, 2]);
    }

    [Fact]
    public void A_rounding_larger_than_a_group_names_the_group()
    {
        string message = Should.Throw<PruningException>(() => Scores.Plan(Budget.Channels(0.5), Allocation.Uniform, roundTo: 16)).Message;
        message.ShouldContain("'layer1' has only 8");
        var options = new PlanOptions { RoundTo = 16, KeepGroups = ["layer1"] };
        Scores.Plan(Budget.Channels(1), Allocation.Uniform, options).WidthsFor(Graph).ShouldBe([16, 8]);
    }

    [Fact]
    public void A_rounding_below_one_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Scores.Plan(Budget.Channels(0.5), Allocation.Uniform, roundTo: 0));

    [Fact]
    public void A_group_to_keep_must_exist()
    {
        var options = new PlanOptions { KeepGroups = ["layer7"] };
        Should.Throw<PruningException>(() => Scores.Plan(Budget.Channels(0.5), Allocation.Uniform, options))
            .Message.ShouldContain("'layer7'");
    }

    [Fact]
    public void Groups_to_keep_stay_whole() =>
        Scores.Plan(Budget.Channels(0.5), Allocation.Global, new PlanOptions { KeepGroups = ["layer1"] }).WidthsFor(Graph).ShouldBe([4, 8]);

    [Fact]
    public void A_minimum_fraction_holds_in_every_group()
    {
        var options = new PlanOptions { MinimumFraction = 0.6 };
        Should.Throw<PruningException>(() => Scores.Plan(Budget.Channels(0.5), Allocation.Global, options));
        Scores.Plan(Budget.Channels(0.625), Allocation.Global, options).WidthsFor(Graph).ShouldBe([10, 5]);
    }

    [Fact]
    public void A_fraction_that_binary_numbers_miss_is_met()
    {
        Graph graph = HandMadeGraphs.Chain(100);
        var scores = new Scores(graph, [new double[100]]);
        scores.Plan(Budget.Channels(0.29), Allocation.Global).WidthsFor(graph).ShouldBe([29]);
        scores.Plan(Budget.Channels(0.07), Allocation.Global).WidthsFor(graph).ShouldBe([7]);
    }
}
