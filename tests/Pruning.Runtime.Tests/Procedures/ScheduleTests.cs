using System.Text.Json;

namespace Pruning.Tests.Procedures;

public class ScheduleTests
{
    [SkippableFact]
    public void Sparsities_are_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("schedules");
        double start = oracle.Input("start").GetDouble(), end = oracle.Input("end").GetDouble();
        (string Name, PruningSchedule Schedule)[] schedules =
        [
            ("linear", PruningSchedule.Linear), ("cos", PruningSchedule.Cosine), ("agp", PruningSchedule.Gradual),
            ("iterative3", PruningSchedule.Iterative(3)), ("one_cycle", PruningSchedule.OneCycle()),
            ("dsd", PruningSchedule.DenseSparseDense), ("exponential", PruningSchedule.Exponential),
        ];
        foreach (JsonProperty at in oracle.AllExpected)
        {
            double position = double.Parse(at.Name, System.Globalization.CultureInfo.InvariantCulture);
            foreach ((string name, PruningSchedule schedule) in schedules)
            {
                ((double[])[schedule.Between(start, end, position)]).ShouldBeClose(at.Value.GetProperty(name));
            }
            PruningSchedule.OneShot.Between(start, end, position).ShouldBe(end);
        }
    }

    [SkippableFact]
    public void The_asymptotic_rate_is_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("asfp_schedule");
        PruningSchedule schedule = PruningSchedule.Asymptotic(oracle.Input("D").GetDouble());
        double epochs = oracle.Input("epochs").GetDouble();
        double[] rates =
        [
            .. oracle.Input("at").Numbers().Select(epoch => schedule.Between(0, oracle.Input("P_goal").GetDouble(), epoch / epochs)),
        ];
        rates.ShouldBeClose(oracle.Expected("rates"));
        rates.Select(rate => (double)(64 - PruningRatios.Kept(64, rate)))
            .ShouldBeClose(oracle.Expected("n_filters_of_64_pruned"));

        // Three values at equal distances determine a · e^(−k · epoch) + b.
        double goal = oracle.Input("P_goal").GetDouble(), step = epochs / 16;
        double[] values = [.. Enumerable.Range(0, 3).Select(index => schedule.Between(0, goal, index / 16.0))];
        double ratio = (values[2] - values[1]) / (values[1] - values[0]);
        double a = (values[1] - values[0]) / (ratio - 1);
        (-Math.Log(ratio) / step).ShouldBeClose(oracle.Expected("k"));
        a.ShouldBeClose(oracle.Expected("a"));
        (values[0] - a).ShouldBeClose(oracle.Expected("b"));
    }

    [Fact]
    public void Positions_and_sparsities_out_of_range_are_errors()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PruningSchedule.Linear.At(1.1));
        Should.Throw<ArgumentOutOfRangeException>(() => PruningSchedule.Linear.Between(0, double.NaN, 0.5));
        Should.Throw<ArgumentOutOfRangeException>(() => PruningSchedule.Asymptotic(0.75));
        Should.Throw<ArgumentOutOfRangeException>(() => PruningSchedule.Iterative(0));
    }
}
