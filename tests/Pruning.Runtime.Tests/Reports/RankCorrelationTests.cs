namespace Pruning.Tests;

public class RankCorrelationTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 10, 20, 25, 1000 }, 1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 4, 3, 2, -1 }, -1)]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 5, 5, 5 }, 0)]
    [InlineData(new double[] { 1, 2, 2, 4, 5, 3.5, -1 }, new double[] { 2, 1, 4, 4, 9, 0, 3 }, 0.40909091)] // by the definition, in Python
    public void Known_numbers(double[] one, double[] other, double expected)
    {
        RankCorrelation.Spearman(one, other).ShouldBe(expected, 1e-6);
        RankCorrelation.Spearman(other, one).ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Lists_of_different_length_are_refused() =>
        Should.Throw<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1])).Message.ShouldContain("2 numbers");
}
