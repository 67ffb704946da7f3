namespace Pruning.Tests;

/// <summary>What the assertions that tests rely on say of NaN.</summary>
public class NotANumberTests
{
    [Fact]
    public void NaN_is_near_nothing()
    {
        Should.Throw<ShouldAssertException>(() => double.NaN.ShouldBe(0, 1e-3));
        Should.Throw<ShouldAssertException>(() => float.NaN.ShouldBe(0, 1e-3));
        Should.Throw<ShouldAssertException>(() => new[] { double.NaN }.ShouldBe([0], 1e-3));
        Should.Throw<ShouldAssertException>(() => double.NaN.ShouldBeInRange(0, 1));
    }
}
