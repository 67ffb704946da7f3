namespace Pruning.Tests.Training;

public sealed class LearningRateScheduleTests
{
    private static readonly OptimizerSetting Peak = new(0.05, 0.9);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(50)]
    public void One_cycle_is_that_of_PyTorch(int steps) => CheckAgainstPyTorch(new OneCycleSchedule(), "oneCycle", steps);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(50)]
    public void Cosine_is_that_of_PyTorch(int steps) => CheckAgainstPyTorch(new CosineSchedule(), "cosine", steps);

    [Fact]
    public void Constant_is_constant() => new ConstantSchedule().At(3, 10, Peak).ShouldBe(Peak);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void One_cycle_is_finite_however_short_the_run_and_wherever_the_top(int steps)
    {
        foreach (double warmUp in (double[])[0, 1.0 / 3, 0.5, 1])
        {
            for (int step = 0; step < steps; step++)
            {
                double rate = (new OneCycleSchedule { WarmUp = warmUp }).At(step, steps, Peak).LearningRate;
                rate.ShouldBeInRange(0, Peak.LearningRate * (1 + 1e-12));
            }
        }
    }

    private static void CheckAgainstPyTorch(LearningRateSchedule schedule, string name, int steps)
    {
        var expected = TrainingReference.Root.GetProperty(name).GetProperty($"{steps}");
        for (int step = 0; step < steps; step++)
        {
            OptimizerSetting found = schedule.At(step, steps, Peak);
            found.LearningRate.ShouldBe(expected[step][0].GetDouble(), 1e-12);
            found.Momentum.ShouldBe(expected[step][1].GetDouble(), 1e-12);
        }
    }
}
