namespace Pruning.Tests;

public class ScoresTests
{
    private static readonly Graph Graph = HandMadeGraphs.Chain(2, 3);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_score_that_is_no_number_is_refused_with_its_channel(double score)
    {
        string message = Should.Throw<PruningException>(() => new Scores(Graph, [[1.0, 2.0], [1.0, score, 2.0]])).Message;
        message.ShouldContain("channel 1 of group 'layer1'");
    }

    [Fact]
    public void Scores_are_found_by_name() => new Scores(Graph, [[1.0, 2.0], [3.0, 4.0, 5.0]])["layer1"].ShouldBe([3.0, 4.0, 5.0]);

    [Fact]
    public void Each_channel_needs_a_score()
    {
        Should.Throw<ArgumentException>(() => new Scores(Graph, [[1.0, 2.0]]));
        Should.Throw<ArgumentException>(() => new Scores(Graph, [[1.0, 2.0], [1.0, 2.0]]));
    }
}
