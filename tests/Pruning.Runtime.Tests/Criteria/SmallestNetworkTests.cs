using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>The oracles' first network as a whole: what it computes, costs, and loses with each channel.</summary>
public class SmallestNetworkTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void Logits_and_losses()
    {
        MethodOracle oracle = MethodOracle.Of("net1_forward");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor logits = new Net1().call(MethodOracle.Fixture("NET1.X").Tensor());
        Tensor losses = Calibration.CrossEntropy(logits, tensor(MethodOracle.Fixture("NET1.y").Labels()));
        logits.ShouldBeClose(oracle.Expected("logits"));
        losses.ShouldBeClose(oracle.Expected("per_sample_loss"));
        losses.mean().ShouldBeClose(oracle.Expected("L"));
    }

    [SkippableFact]
    public void A_masked_channel_is_a_removed_one()
    {
        MethodOracle oracle = MethodOracle.Of("masked_equals_removed");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var model = new Net1();
        PruningPlan plan = Without(0, oracle.Input("remove_a1_channel").GetInt32());
        Tensor samples = MethodOracle.Fixture("NET1.X").Tensor();
        nn.Module<Tensor, Tensor> removed = Net1.Removed(plan, model);
        Surgery.MaskConsumers(Net1.Graph, plan, model);
        Tensor masked = model.call(samples);
        masked.ShouldBeClose(oracle.Expected("logits"));
        (removed.call(samples) - masked).abs().max().ShouldBeClose(oracle.Expected("max_abs_difference"));
    }

    [SkippableFact]
    public void Costs_before_and_after()
    {
        MethodOracle oracle = MethodOracle.Of("metrics");
        Cost dense = Net1.Graph.Cost([3, 4]), pruned = Net1.Graph.Cost([2, 4]);
        new double[] { dense.Parameters, dense.Macs, pruned.Parameters, pruned.Macs, 2 * dense.Macs }.ShouldBe(
            [.. new[] { "params", "macs", "params_after", "macs_after", "flops_2x" }.SelectMany(oracle.Numbers)]);
        ((double)dense.Parameters / pruned.Parameters).ShouldBeClose(oracle.Expected("compression_ratio"));
        ((double)dense.Macs / pruned.Macs).ShouldBeClose(oracle.Expected("theoretical_speedup"));
        (100.0 * (dense.Parameters - pruned.Parameters) / dense.Parameters).ShouldBeClose(oracle.Expected("param_reduction_pct"));

        // The reference counts what convolutions write, the graph what linear layers write, too: three logits.
        ((double)dense.Activations - 3).ShouldBeClose(oracle.Expected("memory_elems_before(conv outputs)"));
        ((double)pruned.Activations - 3).ShouldBeClose(oracle.Expected("memory_elems_after"));
    }

    [SkippableFact]
    public void Gate_gradients_are_the_slopes_of_the_loss_and_their_signs_those_of_the_first_order()
    {
        MethodOracle oracle = MethodOracle.Of("gate_gradient_identity");
        using var model = new Net1();
        Statistics statistics = Net1.Graph.Calibrate(model, Net1.Calibration, new LinearLossImportance());
        double[][] slopes = [Slopes(0), Slopes(1)];
        foreach (string name in new[] { "dL_dmask_autograd", "sum_n_hw_a_g_over_N", "central_difference_eps1e-5" })
        {
            slopes[0].ShouldBeClose(oracle.Expected(name));
        }
        slopes.SelectMany(slope => slope).ShouldBeClose(MethodOracle.Of("oracle_rank_correlation").Expected("signed_first_order_gate"));

        double[] Slopes(int group) =>
            [.. statistics.Get(group, new GateGradients()).Sum.Select(sum => sum / statistics.Samples)];
    }

    [SkippableFact]
    public void The_loss_without_each_channel_ranks_like_the_criteria()
    {
        MethodOracle identity = MethodOracle.Of("gate_gradient_identity"), ranks = MethodOracle.Of("oracle_rank_correlation");
        using var model = new Net1();
        double dense = LossOf(PruningPlan.Dense(Net1.Graph));
        double[] first = [.. Enumerable.Range(0, 3).Select(channel => LossOf(Without(0, channel)) - dense)];
        double[] second = [.. Enumerable.Range(0, 4).Select(channel => LossOf(Without(1, channel)) - dense)];
        first.ShouldBeClose(identity.Expected("oracle_delta_loss_if_channel_zeroed_a1"));
        second.ShouldBeClose(identity.Expected("oracle_delta_loss_if_channel_zeroed_a2"));
        double[] changes = [.. first.Concat(second).Select(Math.Abs)];
        changes.ShouldBeClose(ranks.Expected("abs_delta_L"));

        foreach ((string name, string method) in new[] { ("fisher", "fisher"), ("taylor", "taylor"), ("l1", "l1") })
        {
            Scores scores = Net1.Graph.Score(model, Methods.ImportanceNamed(method), Net1.Calibration);
            double[] all = [.. scores[0], .. scores[1]];
            all.ShouldBeClose(ranks.Expected(name));
            RankCorrelation.Spearman(all, changes).ShouldBe(ranks.Expected("spearman").GetProperty(name).GetDouble(), Tolerance);
        }
    }

    [SkippableFact]
    public void The_best_pair_of_channels_to_remove_is_found_by_trying_all()
    {
        MethodOracle oracle = MethodOracle.Of("search_exhaustive");
        var losses = new Dictionary<string, double>();
        foreach (System.Text.Json.JsonProperty pair in oracle.Expected("loss_by_dropped(conv1,conv2)").EnumerateObject())
        {
            int[] dropped = [.. pair.Name.Split(',').Select(int.Parse)];
            losses[pair.Name] = LossOf(Without(0, dropped[0]).Remove("conv2", $"{dropped[1]}"));
            losses[pair.Name].ShouldBeClose(pair.Value);
        }
        losses.Count.ShouldBe(12);
        losses.MinBy(pair => pair.Value).Key.ShouldBe(oracle.Expected("optimum").GetString());
        losses.Values.Min().ShouldBeClose(oracle.Expected("optimum_loss"));
    }

    [SkippableFact]
    public void The_lowest_normalised_scores_say_which_layers_lose()
    {
        MethodOracle oracle = MethodOracle.Of("pruned_layer_histogram");
        using var model = new Net1();
        Scores scores = Net1.Graph.Score(model, new TaylorImportance(), Net1.Calibration);
        Scores normalised = scores.Normalize(Normalization.Euclidean);
        normalised[0].Concat(normalised[1]).ShouldBeClose(oracle.Expected("normalised"));
        double left = (7.0 - oracle.Input("n_prune").GetInt32()) / 7;
        PruningPlan plan = scores.Plan(Budget.Channels(left), new GlobalAllocation { Normalization = Normalization.Euclidean });
        IEnumerable<int> gone = Enumerable.Range(0, 7).Except([.. plan.Groups[0].Keep, .. plan.Groups[1].Keep.Select(channel => channel + 3)]);
        gone.ShouldBe(oracle.Indices("pruned_global_ids"));
        foreach (PlannedGroup group in plan.Groups)
        {
            (group.Of - group.Keep.Length).ShouldBe(oracle.Expected("histogram").GetProperty(group.Name).GetInt32());
        }
    }

    private static PruningPlan Without(int group, int channel) =>
        PruningPlan.Dense(Net1.Graph).Remove(Net1.Graph.Groups[group].Name, $"{channel}");

    private static double LossOf(PruningPlan plan)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var model = new Net1();
        Surgery.MaskConsumers(Net1.Graph, plan, model);
        Tensor logits = model.call(MethodOracle.Fixture("NET1.X").Tensor());
        return Calibration.CrossEntropy(logits, tensor(MethodOracle.Fixture("NET1.y").Labels())).mean().item<double>();
    }
}
