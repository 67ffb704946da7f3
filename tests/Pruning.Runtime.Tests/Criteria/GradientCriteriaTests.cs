using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>Criteria of weight gradients and second derivatives, against reference numbers.</summary>
public class GradientCriteriaTests
{
    private const double Tolerance = 1e-5;

    [SkippableTheory]
    [InlineData(TaylorForm.SumOfSquares, "sum_of_squares(wg)^2")]
    [InlineData(TaylorForm.SquareOfSum, "square_of_sum")]
    [InlineData(TaylorForm.SumOfAbsolutes, "sum_abs")]
    [InlineData(TaylorForm.AbsoluteOfSum, "abs_sum")]
    public void Taylor_on_weights(TaylorForm form, string expected)
    {
        using var model = new Net1();
        Net1.Graph.Score(model, new WeightTaylorImportance { Form = form }, Net1.Calibration)["conv1"]
            .ShouldBe(MethodOracle.Of("taylor_weight").Numbers(expected), Tolerance);
    }

    [SkippableFact]
    public void Weights_with_their_bias_change_the_loss_as_the_gate_does()
    {
        MethodOracle oracle = MethodOracle.Of("taylor_weight");
        using var model = new Net1();
        var weights = new WeightTaylorImportance { Form = TaylorForm.AbsoluteOfSum, Members = GroupMembers.Producers | GroupMembers.Biases };
        Statistics statistics = Net1.Graph.Calibrate(model, Net1.Calibration, weights, new LinearLossImportance());
        double[] expected = [.. oracle.Numbers("check_vs_gate").Select(Math.Abs)];
        Net1.Graph.Score(model, weights, statistics)["conv1"].ShouldBe(expected, Tolerance);
        Net1.Graph.Score(model, new LinearLossImportance(), statistics)["conv1"].ShouldBe(expected, Tolerance);
        Net1.Graph.Score(model, weights, statistics)["conv1"].ShouldBe(oracle.Numbers("sum_wg_with_bias").Select(Math.Abs), Tolerance);
    }

    [SkippableFact]
    public void Connection_sensitivity_is_a_share_of_all_weights()
    {
        MethodOracle oracle = MethodOracle.Of("snip");
        using var model = new Net1();
        Statistics statistics = Net1.Graph.Calibrate(model, Net1.Calibration, new SnipImportance());
        statistics.Get(0, new WeightSensitivity(GroupMembers.Producers)).Total
            .ShouldBe(oracle.Expected("norm_factor").GetDouble(), Tolerance);
        Scores scores = Net1.Graph.Score(model, new SnipImportance(), statistics);
        scores["conv1"].ShouldBe(oracle.Numbers("conv1_channel_sum"), Tolerance);
        scores["conv2"].ShouldBe(oracle.Numbers("conv2_channel_sum"), Tolerance);
    }

    [SkippableFact]
    public void The_weights_of_the_highest_sensitivity_of_all_layers_stay()
    {
        MethodOracle oracle = MethodOracle.Of("snip");
        using var model = new Net1();
        using WeightMasks masks = WeightMasks.LeastSensitive(model, Net1.Calibration, 1 - oracle.Input("keep_ratio").GetDouble());
        double[] kept = [.. masks.Tensors.Values.Select(mask => mask.sum().item<double>())];
        kept.ShouldBeClose(oracle.Expected("kept_per_layer"));
        kept.Sum().ShouldBeClose(oracle.Expected("n_keep"));
        masks.Tensors.Values.Sum(mask => (double)mask.NumberOfElements).ShouldBeClose(oracle.Expected("n_weights"));
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> shares = ConnectionSensitivity.Of(model, Net1.Calibration);
        shares.Values.Sum(share => share.sum().item<double>()).ShouldBe(1, Tolerance);
        shares.Min(share => share.Value.masked_select(masks.Tensors[share.Key].ne(0)).min().item<double>())
            .ShouldBeClose(oracle.Expected("threshold"));
        model.parameters().ShouldAllBe(parameter => parameter.requires_grad);
        model.parameters().Select(parameter => parameter.grad).ShouldAllBe(gradient => ReferenceEquals(gradient, null));
    }

    [SkippableFact]
    public void Mean_gradients()
    {
        using var model = new Net1();
        Net1.Graph.Score(model, new GradientImportance(), Net1.Calibration)["conv1"]
            .ShouldBe(MethodOracle.Of("taylor_activation").Numbers("gradient_only_abs_mean"), Tolerance);
    }

    [SkippableFact]
    public void Loss_models_of_least_squares()
    {
        MethodOracle oracle = MethodOracle.Of("loss_models");
        using ReaderNetwork model = ReaderNetwork.With(oracle.Input("theta").Tensor().view(1, 4));
        Graph graph = ReaderNetwork.GraphOf(4, rows: 1);
        Tensor targets = MethodOracle.Fixture("LSQ.y").Tensor();
        var calibration = new Calibration(new TensorBatches(MethodOracle.Fixture("LSQ.X").Tensor()))
        {
            Loss = (outputs, _) => (outputs.flatten() - targets).square() / 2,
            SamplesAtOnce = 6,
        };
        const GroupMembers Consumers = GroupMembers.Consumers;
        var damage = new BrainDamageImportance { Matrix = CurvatureMatrix.Hessian, Members = Consumers };
        var quadratic = new QuadraticLossImportance { Matrix = CurvatureMatrix.Hessian, Members = Consumers };
        var linear = new LinearLossImportance();
        Statistics statistics = graph.Calibrate(model, calibration, damage, quadratic, linear);
        double[] theta = oracle.Input("theta").Numbers();
        statistics.Get(0, new WeightSensitivity(Consumers)).Mean.Zip(theta, (product, weight) => product / weight)
            .ShouldBeClose(oracle.Expected("grad"));
        statistics.Get(0, new Curvature(CurvatureMatrix.Hessian, Consumers)).Zip(theta, (product, weight) => product / (weight * weight))
            .ShouldBeClose(oracle.Expected("H_diag"));
        graph.Score(model, Importance.GroupNorm())[0].ShouldBeClose(oracle.Expected("MP"));
        graph.Score(model, damage, statistics)[0].ShouldBe(oracle.Numbers("OBD"), Tolerance);
        graph.Score(model, quadratic, statistics)[0].ShouldBe(oracle.Numbers("QM_abs"), Tolerance);
        graph.Score(model, quadratic, statistics)[0]
            .ShouldBe(oracle.Numbers("true_delta_L").Select(Math.Abs), Tolerance);
        graph.Score(model, linear, statistics)[0].ShouldBe(oracle.Numbers("LM_abs"), Tolerance);
        graph.Score(model, linear with { Members = Consumers, StepPenalty = 0.1 }, statistics)[0]
            .ShouldBe(oracle.Numbers("LM_abs_plus_lambda_half_theta2 (lambda=0.1)"), Tolerance);
        graph.Score(model, quadratic with { StepPenalty = 2 }, statistics)[0]
            .ShouldBe(oracle.Numbers("QM_abs").Zip(oracle.Numbers("MP"), (change, square) => change + square), Tolerance);
        double[] signed = oracle.Numbers("QM_signed");
        quadratic.Changes(CoupledGroup.AllOf(graph, model, statistics).Single()).ShouldBe(signed, Tolerance);
    }

    [SkippableTheory]
    [InlineData(3000, 1)]
    [InlineData(10, 300)] // batches draw signs of their own, so that they count like probes
    public void Hutchinsons_estimate_is_near_the_diagonal(int probes, int batches)
    {
        MethodOracle oracle = MethodOracle.Of("loss_models");
        using ReaderNetwork model = ReaderNetwork.With(oracle.Input("theta").Tensor().view(1, 4));
        Tensor inputs = MethodOracle.Fixture("LSQ.X").Tensor(), targets = MethodOracle.Fixture("LSQ.y").Tensor();
        long samples = inputs.shape[0];
        var data = new TensorBatches(inputs.repeat(batches, 1), new long[samples * batches], (int)samples);
        var calibration = new Calibration(data)
        {
            Loss = (outputs, _) => (outputs.flatten() - targets).square() / 2,
            HessianProbes = probes,
        };
        var damage = new BrainDamageImportance { Matrix = CurvatureMatrix.Hessian, Members = GroupMembers.Consumers };
        Graph graph = ReaderNetwork.GraphOf(4, rows: 1);
        IReadOnlyList<double> scores = graph.Score(model, damage, calibration)[0];
        graph.Score(model, damage, calibration)[0].ShouldBe(scores); // the seed is the same

        // A probe's variance is the sum of the squares beside the diagonal.
        Tensor hessian = inputs.t().matmul(inputs) / inputs.shape[0];
        double[] variances = Vectors.Of((hessian.square().sum([1L]) - hessian.diagonal().square()) / (probes * batches));
        double[] theta = oracle.Numbers("MP"), expected = oracle.Numbers("OBD");
        for (int channel = 0; channel < scores.Count; channel++)
        {
            scores[channel].ShouldBe(expected[channel], 5 * theta[channel] / 2 * Math.Sqrt(variances[channel]) + 1e-6);
        }
    }

    [SkippableFact]
    public void Gauss_Newton_of_the_softmax()
    {
        MethodOracle oracle = MethodOracle.Of("gauss_newton_diag");
        Tensor weight = oracle.Input("W").Tensor();
        using ReaderNetwork model = ReaderNetwork.With(weight);
        long[] labels = oracle.Input("y").Labels();
        double[] scores = [.. ReaderNetwork.GraphOf(3, rows: 3).Score(
            model,
            new BrainDamageImportance { Members = GroupMembers.Consumers },
            new Calibration(new TensorBatches(oracle.Input("X").Tensor(), labels)))[0]];
        Tensor expected = (oracle.Expected("G_diag").Tensor() * weight.square()).sum([0L]) / 2;
        scores.ShouldBe([.. expected.data<double>()], Tolerance);
    }

    [SkippableFact]
    public void Group_fisher_by_cost()
    {
        MethodOracle oracle = MethodOracle.Of("group_fisher");
        using var model = new Net2();
        Statistics statistics = Net2.Graph.Calibrate(model, Net2.Calibration, new FisherImportance());
        double twice = 2 * statistics.Samples; // the reference has Σ t², the criterion half its mean
        Net2.Graph.Score(model, new FisherImportance { Per = ChannelCost.Memory }, statistics)[0].Select(score => score * twice)
            .ShouldBe(oracle.Numbers("s_over_memory(1e6 elems)"), 0.1);
        Net2.Graph.Score(model, new FisherImportance { Per = ChannelCost.Macs }, statistics)[0].Select(score => score * twice)
            .ShouldBe(oracle.Numbers("s_over_flops(1e9)"), 3);

        // By what it divides is the oracle's to the last unit.
        Saved(ChannelCost.Memory, 1e6).ShouldBeClose(oracle.Expected("delta_memory_per_image"));
        Saved(ChannelCost.Macs, 1e9).ShouldBeClose(oracle.Expected("delta_flops_per_image"));

        double Saved(ChannelCost per, double unit) =>
            unit * Net2.Graph.Score(model, new FisherImportance(), statistics)[0][0]
            / Net2.Graph.Score(model, new FisherImportance { Per = per }, statistics)[0][0];
    }

    [SkippableFact]
    public void Gates_of_grouped_convolutions_add_up_before_they_are_squared()
    {
        MethodOracle oracle = MethodOracle.Of("group_fisher_gconv");
        Tensor gradients = oracle.Input("t_n_c").Tensor();
        using ReaderNetwork model = ReaderNetwork.With(eye(4, dtype: ScalarType.Float64));
        var graph = new Graph(
            "Reader", "", [new("inputs", 2)],
            [new("reader.weight", Dimension.Fixed(4), Dimension.Input(new Segment(Factor.Of(0, 2), Factor.Constant(2))))],
            _ => default);
        var calibration = new Calibration(new TensorBatches(ones_like(gradients)))
        {
            Loss = (outputs, _) => (outputs * gradients).sum([1L]),
            SamplesAtOnce = 2,
        };
        GateMoments gates = graph.Calibrate(model, calibration, new FisherImportance()).Get(0, new GateGradients());
        gates.Squares.ShouldBe(oracle.Numbers("s_g"), Tolerance);
        double[] perSample = oracle.Numbers("t_n_g = sum over c/g");
        gates.Sum.ShouldBe([perSample[0] + perSample[2], perSample[1] + perSample[3]], Tolerance);
    }
}
