namespace Pruning.Tests;

public class PruningRatiosTests
{
    [Theory]
    [InlineData(100, 0.29, 71)] // 0.29 · 100 is 28.999999999999996 in binary
    [InlineData(10, 0.3, 7)]
    [InlineData(10, 0.35, 7)]
    [InlineData(3, 0.99, 1)]
    [InlineData(3, 0, 3)]
    public void Of_a_group_the_whole_channels_of_the_ratio_go(int channels, double ratio, int kept)
    {
        Scores scores = Ascending(HandMadeGraphs.Chain(channels, 4));
        PruningPlan plan = scores.Plan(new PruningRatios().With("layer0", ratio));
        plan.ChannelsFor(scores.Graph)[0].ShouldBe(Enumerable.Range(channels - kept, kept));
        plan.WidthsFor(scores.Graph)[1].ShouldBe(4);
    }

    [Fact]
    public void Patterns_name_groups_and_producing_layers_and_the_last_that_matches_counts()
    {
        PruningRatios ratios = new PruningRatios(0.1).With("*er", 0.5).With("s*", 0.2).With("outer", 0.3);
        // 'outer' produces the channels of 'stem'; 'inner', 'merge' and 'grouped' are matched by none or the first.
        ratios.For(SmallNetwork.Graph).ShouldBe([0.3, 0.5, 0.2, 0.1, 0.1]);
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_an_error_that_names_the_groups()
    {
        PruningException error = Should.Throw<PruningException>(() => new PruningRatios().With("layer9.*", 0.5).For(SmallNetwork.Graph));
        error.Message.ShouldContain("layer9.*");
        error.Message.ShouldContain("stem, inner, side, merge, grouped");
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_ratio_out_of_range_is_an_error(double ratio) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PruningRatios().With("*", ratio));

    [Fact]
    public void Rounding_and_minimum_widths_hold()
    {
        Scores scores = Ascending(HandMadeGraphs.Chain((32, 1), (32, 20), (8, 1)));
        PruningPlan plan = scores.Plan(new PruningRatios(0.6), new PlanOptions { RoundTo = 8, KeepGroups = ["layer2"] });
        plan.WidthsFor(scores.Graph).ShouldBe([16, 24, 8]);
    }

    [SkippableFact]
    public void A_recommendation_is_the_oracles_and_gives_its_plan_again()
    {
        MethodOracle oracle = MethodOracle.Of("slamp");
        double[][] norms = oracle.Input("squared_filter_norms").Rows();
        var scores = new Scores(HandMadeGraphs.Chain([.. norms.Select(row => row.Length)]), norms);

        PruningRatios ratios = scores.Recommend(oracle.Input("global_prune_ratio").GetDouble());

        ratios.For(scores.Graph).ShouldBeClose(oracle.Expected("prune_ratio_per_layer"));
        scores.Plan(ratios).WidthsFor(scores.Graph).Select(width => (double)width)
            .ShouldBeClose(oracle.Expected("kept_per_layer"));
        Scores lamp = scores.Normalize(Normalization.Lamp);
        int kept = scores.Plan(ratios).WidthsFor(scores.Graph).Sum();
        ((double)kept).ShouldBeClose(oracle.Expected("n_keep"));
        Enumerable.Range(0, norms.Length).SelectMany(group => lamp[group]).OrderDescending().ElementAt(kept - 1)
            .ShouldBeClose(oracle.Expected("threshold"));
        for (int group = 0; group < norms.Length; group++)
        {
            lamp[group].ShouldBeClose(oracle.Expected("scores")[group]);
        }
    }

    [Fact]
    public void A_recommendation_can_be_edited()
    {
        Scores scores = Ascending(HandMadeGraphs.Chain(10, 10));
        PruningRatios edited = scores.Recommend(0.5, Allocation.Uniform).With("layer1", 0.1);
        scores.Plan(edited).WidthsFor(scores.Graph).ShouldBe([5, 9]);
    }

    [SkippableFact]
    public void The_global_threshold_of_network_slimming_is_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("slimming_global");
        double[][] gammas = oracle.Input("gammas").Rows();
        var scores = new Scores(HandMadeGraphs.Chain([.. gammas.Select(row => row.Length)]), gammas);
        double percent = oracle.Input("percent").GetDouble();
        double[] sorted = [.. gammas.SelectMany(row => row).Order()];
        sorted.ShouldBeClose(oracle.Expected("sorted"));
        int place = (int)(sorted.Length * percent);
        ((double)place).ShouldBeClose(oracle.Expected("threshold_index"));
        sorted[place].ShouldBeClose(oracle.Expected("threshold"));
        // The published code removes whatever is not above sorted[⌊total · percent⌋]: with no ties, one channel more than the ratio says.
        double kept = sorted.Length - (int)(sorted.Length * percent) - 1;

        PruningPlan plan = scores.Plan(Budget.Channels(kept / sorted.Length), new GlobalAllocation { Normalization = Normalization.None });

        for (int group = 0; group < gammas.Length; group++)
        {
            double[] mask = oracle.Expected("keep_masks")[group].Numbers();
            plan.ChannelsFor(scores.Graph)[group].ShouldBe(Enumerable.Range(0, mask.Length).Where(channel => mask[channel] == 1));
            scores.Above(_ => sorted[place]).ChannelsFor(scores.Graph)[group].ShouldBe(plan.ChannelsFor(scores.Graph)[group]);
        }
    }

    internal static Scores Ascending(Graph graph) =>
        new(graph, graph.Groups.Select(group => Enumerable.Range(0, group.Channels).Select(channel => (double)channel).ToArray()));
}
