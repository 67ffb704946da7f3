using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>Reconstructions, against reference numbers and against networks that lose nothing.</summary>
public class ReconstructionTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void Least_squares_refit_a_linear_layer()
    {
        MethodOracle oracle = MethodOracle.Of("lasso_channel");
        using DisposeScope scope = NewDisposeScope();
        Tensor samples = oracle.Input("X").Tensor(), weight = oracle.Input("W").Tensor();
        int[] selected = oracle.Indices("selected_at_0.6");
        Tensor kept = tensor(selected.Select(channel => (long)channel).ToArray());
        var dense = new TwoMembers(eye(4, dtype: ScalarType.Float64), weight);
        var pruned = new TwoMembers(eye(4, dtype: ScalarType.Float64).index_select(0, kept), weight.index_select(1, kept));
        Graph graph = TwoMembers.GraphOf(4, 2);
        PruningPlan plan = PruningPlan.Dense(graph).Keep("first", selected);
        double before = Residual();
        before.ShouldBe(oracle.Expected("residual_no_reconstruction").GetDouble(), Tolerance);
        graph.Reconstruct(plan, dense, pruned, new LeastSquaresReconstruction(0), new Calibration(new TensorBatches(samples, new long[8], 3)));
        Vectors.Of(pruned.get_parameter("second.weight")!).ShouldBe(oracle.Numbers("W_reconstructed"), Tolerance);
        Residual().ShouldBe(oracle.Expected("residual_fro").GetDouble(), Tolerance);

        double Residual() => (dense.call(samples) - pruned.call(samples)).square().sum().sqrt().item<double>();
    }

    [SkippableFact]
    public void Dependent_filters_are_reused()
    {
        MethodOracle oracle = MethodOracle.Of("reduce_reuse");
        using DisposeScope scope = NewDisposeScope();
        Tensor responses = oracle.Input("Y_samples_by_filters").Tensor();
        var products = new SquareMatrix(4, Vectors.Of(responses.t().matmul(responses)));
        Tensor combination = ReuseReconstruction.Combinations(products, [0, 1, 2], [3], 0);
        Vectors.Of(combination).ShouldBe(oracle.Expected("A")[3].Numbers(), Tolerance);
        (responses.narrow(1, 3, 1) - responses.narrow(1, 0, 3).matmul(combination)).norm()
            .ShouldBeClose(oracle.Expected("reconstruction_residual_fro"));
    }

    [SkippableFact]
    public void Constant_channels_go_into_the_bias()
    {
        MethodOracle oracle = MethodOracle.Of("bias_propagation");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var dense = new BiasedReader(3);
        dense.get_parameter("reader.weight")!.copy_(oracle.Input("W_next[2,3]").Tensor());
        dense.get_parameter("reader.bias")!.copy_(oracle.Input("b_next").Tensor());
        dense.get_parameter("norm.bias")!.copy_(tensor((double[])[0, oracle.Input("its_constant_output_after_activation").GetDouble(), 0]));
        dense.get_parameter("norm.weight")!.copy_(tensor((double[])[1, 0, 1]));
        dense.eval();
        var pruned = new BiasedReader(2);
        Graph graph = BiasedReader.GraphOf(3);
        PruningPlan plan = PruningPlan.Dense(graph).Keep("produce", 0, 2);
        Surgery.Transfer(graph, plan, dense, pruned);
        Tensor samples = randn([5, 3], dtype: ScalarType.Float64);
        ReconstructionReport report = graph.Reconstruct(
            plan, dense, pruned, new BiasReconstruction(), new Calibration(new TensorBatches(samples)));
        report.Layers.Single().IsChanged.ShouldBeTrue();
        Vectors.Of(pruned.get_parameter("reader.bias")!).ShouldBe(oracle.Numbers("b_next_folded"), Tolerance);
        Vectors.Of(pruned.call(samples)).ShouldBe(Vectors.Of(dense.call(samples)), 1e-9);
    }

    public static TheoryData<string> Reconstructions => [.. Methods.All.Where(method => method.Reconstruction is not null).Select(method => method.Name)];

    [Theory]
    [InlineData("reuse")]
    [InlineData("least-squares")]
    public void A_copied_channel_is_missed_by_nobody(string name)
    {
        // The two readers of 'inner' and 'stem' get copies, whose weights are shared out between both.
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        SmallNetwork dense = SmallNetwork.Dense();
        dense.@double();
        dense.get_parameter("innerNorm.bias")!.fill_(1); // tests that run beside this one draw numbers, too: no channel may be silent
        Graph graph = SmallNetwork.Graph;
        ChannelCopy.Make(graph, dense, "inner", from: 1, to: 4);
        PruningPlan plan = PruningPlan.Dense(graph).Keep("inner", 0, 1, 2, 3, 5);
        var pruned = new SmallNetwork(plan.WidthsFor(graph));
        Surgery.Transfer(graph, plan, dense, pruned);
        Tensor samples = randn([12, 3, 8, 8], dtype: ScalarType.Float64);
        Difference().ShouldBeGreaterThan(1e-3);
        graph.Reconstruct(
            plan, dense, pruned, Methods.ReconstructionNamed(name), new Calibration(new TensorBatches(samples, new long[12], 5)));
        Difference().ShouldBe(0, 1e-4);

        double Difference() => (dense.call(samples) - pruned.call(samples)).abs().max().item<double>();
    }

    [Theory]
    [MemberData(nameof(Reconstructions))]
    public void Every_reconstruction_brings_the_reading_layer_nearer(string name)
    {
        // Each is a best approximation in a set that leaving all as it is belongs to, so no luck is needed.
        manual_seed(4);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var dense = new BiasedReader(6);
        dense.eval();
        Graph graph = BiasedReader.GraphOf(6);
        PruningPlan plan = PruningPlan.Dense(graph).Keep("produce", 0, 2, 5);
        var pruned = new BiasedReader(3);
        Surgery.Transfer(graph, plan, dense, pruned);
        Tensor samples = randn([32, 3], dtype: ScalarType.Float64);
        double before = Error();
        Reconstruction reconstruction = Methods.ReconstructionNamed(name);
        ReconstructionReport report = graph.Reconstruct(plan, dense, pruned, reconstruction, new Calibration(new TensorBatches(samples)));
        report.Layers.Single().Layer.ShouldBe("reader");
        if (reconstruction is not BiasReconstruction)
        {
            report.Layers.Single().Note.ShouldContain("ridge 1E-06");
        }
        double after = Error();
        double.IsFinite(after).ShouldBeTrue(name); // NaN would count as less
        after.ShouldBeLessThan(before, name);

        double Error() => (dense.call(samples) - pruned.call(samples)).square().mean().item<double>();
    }
}
