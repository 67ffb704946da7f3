using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>Criteria of gate gradients, against reference numbers, finite differences, and each other.</summary>
public class GateCriteriaTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void Taylor_on_activations()
    {
        MethodOracle oracle = MethodOracle.Of("taylor_activation");
        using var model = new Net1();
        Statistics statistics = Net1.Graph.Calibrate(model, Net1.Calibration, new TaylorImportance());
        Net1.Graph.Score(model, new TaylorImportance(), statistics)["conv1"].ShouldBe(oracle.Numbers("theta_mean_of_abs"), Tolerance);
        Net1.Graph.Score(model, new TaylorImportance { Order = TaylorOrder.AbsoluteOfMean }, statistics)["conv1"]
            .ShouldBe(oracle.Numbers("theta_abs_of_mean"), Tolerance);
        Net1.Graph.Score(model, new TaylorImportance(), statistics).Normalize(Normalization.Euclidean)["conv1"]
            .ShouldBe(oracle.Numbers("theta_mean_of_abs_l2normalised"), Tolerance);
        oracle = MethodOracle.Of("oracle_rank_correlation");
        double[] both = [.. Net1.Graph.Score(model, new TaylorImportance(), statistics) is var scores ? scores[0].Concat(scores[1]) : []];
        both.ShouldBe(oracle.Numbers("taylor"), Tolerance);
    }

    [SkippableFact]
    public void Fisher_of_single_layers()
    {
        using var model = new Net1();
        Scores scores = Net1.Graph.Score(model, new FisherImportance(), Net1.Calibration);
        scores["conv1"].ShouldBe(MethodOracle.Of("fisher_single").Numbers("delta_c = 1/(2N) sum_n (sum_hw a g)^2"), Tolerance);
        scores[0].Concat(scores[1]).ToArray().ShouldBe(MethodOracle.Of("oracle_rank_correlation").Numbers("fisher"), Tolerance);
        Net1.Graph.Calibrate(model, Net1.Calibration, new FisherImportance()).Get(0, new GateGradients()).Squares
            .ShouldBeClose(MethodOracle.Of("fisher_single").Expected("accumulated_sum_n"));
    }

    [SkippableFact]
    public void Each_sample_has_its_own_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        var first = new Net1();
        PerSample(Net1.Graph, first, "NET1", 0).ShouldBeClose(MethodOracle.Of("taylor_activation").Expected("per_sample_sum_a_g"));
        PerSample(Net1.Graph, first, "NET1", 1, GateSide.Filters).ShouldBeClose(MethodOracle.Of("ccp").Expected("t_n_i"));
        MethodOracle coupled = MethodOracle.Of("group_fisher");
        PerSample(Net2.Graph, new Net2(), "NET2", 0).ShouldBeClose(coupled.Expected("t_n_i_group"));
        coupled.Numbers("t_n_i_from_b").Zip(coupled.Numbers("t_n_i_from_c"), (one, other) => one + other)
            .ShouldBeClose(coupled.Expected("t_n_i_group"));

        static double[] PerSample(
            Graph graph, nn.Module<Tensor, Tensor> model, string network, int group, GateSide side = GateSide.Readers)
        {
            Tensor inputs = MethodOracle.Fixture($"{network}.X").Tensor();
            long[] labels = MethodOracle.Fixture($"{network}.y").Labels();
            return [.. Enumerable.Range(0, labels.Length).SelectMany(sample =>
            {
                var one = new Calibration(new TensorBatches(inputs.narrow(0, sample, 1), [labels[sample]]));
                return side == GateSide.Readers
                    ? graph.Calibrate(model, one, new FisherImportance()).Get(group, new GateGradients()).Sum
                    : graph.Calibrate(model, one, new CollaborativeSelector()).Get(group, new GateProducts(side)).Sum;
            })];
        }
    }

    [SkippableFact]
    public void Fisher_of_coupled_layers_adds_up_before_it_squares()
    {
        MethodOracle oracle = MethodOracle.Of("group_fisher");
        using var model = new Net2();
        Statistics statistics = Net2.Graph.Calibrate(model, Net2.Calibration, new FisherImportance());
        statistics.Get(0, new GateGradients()).Squares.ShouldBe(oracle.Numbers("s_i = sum_n t^2"), Tolerance);
        Scores scores = Net2.Graph.Score(model, new FisherImportance(), statistics);
        scores["a"].ShouldBe(oracle.Numbers("s_i_over_2N"), Tolerance);
        Ranking.Ascending(scores["a"]).First().ShouldBe(oracle.Expected("prune_first").GetInt32());
        Math.Abs(statistics.Get(0, new GateGradients()).Squares[0] - oracle.Numbers("WRONG_sum_of_member_fishers")[0])
            .ShouldBeGreaterThan(1e-2);
    }

    [SkippableFact]
    public void Batches_and_parts_of_batches_give_the_same_sums()
    {
        using var model = new Net1();
        Tensor inputs = MethodOracle.Fixture("NET1.X").Tensor();
        long[] labels = MethodOracle.Fixture("NET1.y").Labels();
        GateMoments whole = Moments(new Calibration(new TensorBatches(inputs, labels)) { SamplesAtOnce = 4 });
        foreach (Calibration parts in (Calibration[])
            [
                new(new TensorBatches(inputs, labels, 3)),
                new(new TensorBatches(inputs, labels)) { SamplesAtOnce = 1 },
            ])
        {
            Moments(parts).Squares.ShouldBe(whole.Squares, 1e-12);
            Moments(parts).Sum.ShouldBe(whole.Sum, 1e-12);
        }

        GateMoments Moments(Calibration calibration) =>
            Net1.Graph.Calibrate(model, calibration, new FisherImportance()).Get(1, new GateGradients());
    }

    [Fact]
    public void A_gate_gradient_is_the_difference_quotient_of_scaled_consumers()
    {
        using DisposeScope scope = NewDisposeScope();
        SmallNetwork model = SmallNetwork.Dense();
        model.@double();
        Tensor inputs = randn(4, 3, 8, 8, dtype: ScalarType.Float64);
        var calibration = new Calibration(new TensorBatches(inputs, [0, 3, 9, 1]));
        Statistics statistics = SmallNetwork.Graph.Calibrate(model, calibration, new FisherImportance());
        for (int group = 0; group < SmallNetwork.Graph.Groups.Length; group++)
        {
            GateMoments gates = statistics.Get(group, new GateGradients());
            for (int channel = 0; channel < SmallNetwork.Graph.Groups[group].Channels; channel++)
            {
                double slope = (Loss(group, channel, 1 + 1e-5) - Loss(group, channel, 1 - 1e-5)) / 2e-5;
                gates.Sum[channel].ShouldBe(slope, 1e-6, $"{SmallNetwork.Graph.Groups[group].Name}, channel {channel}");
            }
        }

        double Loss(int group, int channel, double factor)
        {
            using DisposeScope inner = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            var scaled = new SmallNetwork(SmallNetwork.Graph.DenseWidths);
            scaled.@double().eval();
            scaled.load_state_dict(model.state_dict());
            ConsumerScaling.Apply(SmallNetwork.Graph, scaled, group, channel, factor);
            return Calibration.CrossEntropy(scaled.call(inputs), tensor((long[])[0, 3, 9, 1])).sum().item<double>();
        }
    }
}
