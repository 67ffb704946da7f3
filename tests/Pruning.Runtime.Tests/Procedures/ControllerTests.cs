using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Procedures;

public class ControllerTests
{
    [SkippableTheory]
    [InlineData("log[round,T,v,action,next_T,next_lambda]", false)]
    [InlineData("log2", true)]
    public void The_adaptive_threshold_follows_the_oracles_log(string log, bool step)
    {
        MethodOracle oracle = MethodOracle.Of("aap_controller");
        double target = oracle.Input("target").GetDouble();
        double Measured(double threshold) => step ? (threshold <= 2 ? 0 : 9) : Math.Pow(Math.Max(0, threshold - 2.2), 2);
        ThresholdSearch search = ThresholdSearch.Start(oracle.Input("lambda0").GetDouble(), FailedThresholds.TriedAgain);
        foreach (JsonElement row in oracle.Expected(log).EnumerateArray())
        {
            ((double[])[search.Threshold]).ShouldBeClose(row[1]);
            double measured = Measured(search.Threshold);
            ((double[])[measured]).ShouldBeClose(row[2]);
            bool accepted = measured <= target;
            int track = search.Track.Length;
            search = search.After(row[0].GetInt32(), accepted);
            string action = accepted ? "accept" : $"rollback_to_{search.Base}" + (search.Track.Length < track ? "_pop" : "");
            action.ShouldBe(row[3].GetString());
            ((double[])[search.Threshold]).ShouldBeClose(row[4]);
            ((double[])[search.Step]).ShouldBeClose(row[5]);
        }
    }

    [Fact]
    public void Thresholds_that_have_failed_are_not_tried_again_and_the_search_closes_in()
    {
        ThresholdSearch search = ThresholdSearch.Start(1, FailedThresholds.Avoided);
        var failed = new List<double>();
        double best = 0;
        for (int round = 0; round < 60 && search.Step > 1e-4; round++)
        {
            failed.ShouldNotContain(threshold => search.Threshold >= threshold);
            bool accepted = search.Threshold <= Math.E;
            best = accepted ? Math.Max(best, search.Threshold) : best;
            if (!accepted)
            {
                failed.Add(search.Threshold);
            }
            search = search.After(round, accepted);
        }
        best.ShouldBeInRange(Math.E - 0.01, Math.E);
    }

    [Fact]
    public void A_search_that_can_go_back_nowhere_is_exhausted() =>
        ThresholdSearch.Start(1, FailedThresholds.Avoided).After(0, accepted: false).IsExhausted.ShouldBeTrue();

    [SkippableFact]
    public void Play_and_prune_spends_what_is_left_of_the_accuracy()
    {
        MethodOracle oracle = MethodOracle.Of("play_and_prune");
        var policy = new PlayAndPrune(oracle.Input("eps").GetDouble());
        var proposal = new SpendingProposal(_ => throw new InvalidOperationException(), () => 0)
        {
            Step = oracle.Input("delta_w").GetDouble(),
            Strength = oracle.Input("lambda").GetDouble(),
        };
        foreach ((double current, JsonElement expected) in oracle.Input("C_cases").Numbers()
            .Zip(oracle.Expected("cases").EnumerateArray()))
        {
            double left = policy.Left(current, oracle.Input("E").GetDouble());
            ((double[])[left]).ShouldBeClose(expected.GetProperty("T_r"));
            ((double[])[proposal.Threshold(left, oracle.Input("W_gamma").GetDouble())]).ShouldBeClose(expected.GetProperty("W_A"));
            ((double[])[proposal.WeakStrength(left)]).ShouldBeClose(expected.GetProperty("lambda_A"));
        }
    }

    [SkippableFact]
    public void Training_from_scratch_with_the_same_computation_takes_the_oracles_epochs()
    {
        MethodOracle oracle = MethodOracle.Of("rethinking_scratch");
        int epochs = oracle.Input("epochs").GetInt32();
        var dense = new Cost(0, (long)oracle.Input("flops_full").GetDouble(), 0);
        var pruned = new Cost(0, (long)oracle.Input("flops_pruned").GetDouble(), 0);
        ScratchTraining.EpochsOfSameComputation(epochs, dense, pruned, largest: 1).ShouldBeClose(oracle.Expected("scratch_E"));
        ScratchTraining.EpochsOfSameComputation(epochs, dense, pruned).ShouldBeClose(oracle.Expected("scratch_B"));
        ((double[])[ScratchTraining.EpochsOfSameComputation(epochs, dense, pruned, largest: 2)])
            .ShouldBeClose(oracle.Expected("scratch_B_capped_x2(ImageNet rule when ratio>2)"));
    }

    [Fact]
    public void The_network_of_reduced_depth_is_the_largest_that_has_no_more_parameters()
    {
        Graph[] shallower = [HandMadeGraphs.Chain(8), HandMadeGraphs.Chain(8, 8, 8), HandMadeGraphs.Chain(8, 8)];
        long[] parameters = [.. shallower.Select(graph => graph.Cost(graph.DenseWidths).Parameters)];
        ScratchTraining.ReducedDepth(shallower, new Cost(parameters[1] - 1, 0, 0)).ShouldBe(shallower[2]);
        ScratchTraining.ReducedDepth(shallower, new Cost(parameters[1], 0, 0)).ShouldBe(shallower[1]);
        Should.Throw<PruningException>(() => ScratchTraining.ReducedDepth(shallower, new Cost(parameters[0] - 1, 0, 0))).Message
            .ShouldContain("shallower ones");
    }

    [Fact]
    public void Rounds_train_until_the_accuracy_rises_no_more_and_then_cut_until_nothing_goes()
    {
        var policy = new PlateauPruning(0.1) { Patience = 2 };
        var history = new ProcedureHistory(0.5, default, []);
        var targets = new List<double>();

        // Accuracies of the rounds; the fourth and the ninth are cuts, and the second of these leaves the sparsity as it is.
        double[] accuracies = [0.6, 0.55, 0.6, 0.5, 0.7, 0.8, 0.8, 0.7, 0.8, 0.7, 0.7, 0.6];
        foreach (double accuracy in accuracies)
        {
            if (policy.Next(history) is not { } attempt)
            {
                break;
            }
            attempt.From.ShouldBe(history.Rounds.Length);
            targets.Add(attempt.Target);
            double sparsity = targets.Contains(1.1) ? 0.4 : 0;
            history = history with
            {
                Rounds = history.Rounds.Add(new Round(
                    history.Rounds.Length + 1, attempt.From, attempt.Target, PruningPlan.Dense(SmallNetwork.Graph), default, sparsity,
                    accuracy, true)),
            };
        }
        targets.ShouldBe([0, 0, 0, 1.1, 0, 0, 0, 0, 1.1, 0, 0, 0]);
        policy.Next(history).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => new PlateauPruning(-1));
    }

    [Fact]
    public void The_network_of_reduced_width_has_at_most_the_parameters_of_the_pruned_one()
    {
        Graph graph = SmallNetwork.Graph;
        var random = new Random(7);
        for (int round = 0; round < 20; round++)
        {
            PruningPlan plan = PruningPlan.Random(graph, random);
            long parameters = graph.Cost(plan.WidthsFor(graph)).Parameters;
            int[] widths = [.. ScratchTraining.ReducedWidth(graph, plan).WidthsFor(graph)];
            graph.Cost(widths).Parameters.ShouldBeLessThanOrEqualTo(parameters);
            for (int group = 0; group < widths.Length; group++)
            {
                int[] wider = [.. widths];
                wider[group]++;
                (wider[group] > graph.Groups[group].Channels || graph.Cost(wider).Parameters > parameters).ShouldBeTrue();
            }
        }
    }

    [SkippableFact]
    public void Compound_scaling_is_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("efficientnet");
        var scaling = new CompoundScaling(
            oracle.Input("alpha").GetDouble(), oracle.Input("beta").GetDouble(), oracle.Input("gamma").GetDouble());
        double[] phis = oracle.Input("phi").Numbers();
        ((double[])[scaling.CostFactor]).ShouldBeClose(oracle.Expected("flops_factor_per_phi_step"));
        phis.Select(scaling.Depth).ShouldBeClose(oracle.Expected("depth_mult"));
        phis.Select(scaling.Width).ShouldBeClose(oracle.Expected("width_mult"));
        phis.Select(scaling.Resolution).ShouldBeClose(oracle.Expected("res_mult"));
        int divisor = oracle.Input("width_round_divisor").GetInt32();
        new[] { 32 * 1.1, 40 * 0.909091, 24 * 1.21 }.Select(width => (double)CompoundScaling.RoundWidth(width, divisor))
            .ShouldBeClose(oracle.Expected("round_width(32*1.1,40*0.909091,24*1.21)"));
        ((double[])[CompoundScaling.RoundDepth(3 * 1.2)]).ShouldBeClose(oracle.Expected("round_depth ceil(3*1.2)"));
    }

    [SkippableFact]
    public void A_lottery_ticket_is_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("lottery_ticket");
        using DisposeScope scope = NewDisposeScope();
        using Tensor mask = MaskPattern.Unstructured.Mask(oracle.Input("w_final").Tensor().abs(), oracle.Input("percent").GetDouble());
        mask.ShouldBeClose(oracle.Expected("mask"));
        (oracle.Input("w_init").Tensor() * mask).ShouldBeClose(oracle.Expected("rewound"));
        double rate = oracle.Input("rate").GetDouble();
        int rounds = oracle.Input("rounds").GetInt32();
        var policy = new ScheduledRounds(rounds, 1 - Math.Pow(1 - rate, rounds)) { Schedule = PruningSchedule.Exponential };
        Enumerable.Range(1, rounds).Select(round => 1 - policy.Schedule.Between(0, policy.Sparsity, (double)round / rounds))
            .ShouldBeClose(oracle.Expected("remaining_after_rounds"));

        // The published code removes what is not above the weight that comes after those to remove: one more.
        Tensor magnitudes = oracle.Input("w_final").Tensor().abs();
        int going = (int)Math.Round(oracle.Input("percent").GetDouble() * magnitudes.NumberOfElements);
        double cutoff = magnitudes.sort(0).Values[going].item<double>();
        MaskPattern.Unstructured.MaskAbove(magnitudes, cutoff)
            .ShouldBeClose(oracle.Expected("mask_with_google_code_rule (cutoff=sorted[round(p*n)], prune <=)"));
    }
}
