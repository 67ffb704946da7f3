namespace Pruning.Tests;

public class RemoveChannelsTests
{
    private static readonly Graph Graph = HandMadeGraphs.Chain(120, 4);

    [SkippableFact]
    public void Channels_by_hand_are_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("channel_index_parser");
        PruningPlan plan = PruningPlan.Dense(Graph).Remove("layer0", oracle.Input("text").GetString()!);
        Enumerable.Range(0, 120).Except(plan.ChannelsFor(Graph)[0]).Select(channel => (double)channel)
            .ShouldBeClose(oracle.Expected("indices"));
    }

    [Fact]
    public void Channels_that_are_named_twice_go_once_and_more_can_follow()
    {
        PruningPlan plan = PruningPlan.Dense(Graph).Remove("layer1", "0-1, 1, 0").Remove("layer1", " 1 , 2 ");
        plan.ChannelsFor(Graph)[1].ShouldBe([3]);
    }

    [Theory]
    [InlineData("4", "has no channel 4")]
    [InlineData("2-4", "has no channel 4")]
    [InlineData("2-1", "descends")]
    [InlineData("0-3", "names all 4 channels")]
    [InlineData("0, 1, 2-3", "names all 4 channels")]
    [InlineData("", "neither a channel nor a range")]
    [InlineData("1,,2", "neither a channel nor a range")]
    [InlineData("-1", "neither a channel nor a range")]
    [InlineData("1-2-3", "neither a channel nor a range")]
    [InlineData("one", "neither a channel nor a range")]
    [InlineData("99999999999", "neither a channel nor a range")]
    public void What_makes_no_sense_is_an_error(string channels, string message) =>
        Should.Throw<PruningException>(() => PruningPlan.Dense(Graph).Remove("layer1", channels)).Message.ShouldContain(message);

    [Fact]
    public void What_is_cut_with_a_group_can_be_asked_for() =>
        SmallNetwork.Graph.LayersOf("stem").ShouldBe(["stem", "stemNorm", "inner", "outer", "depthwise", "side", "merge"]);
}
