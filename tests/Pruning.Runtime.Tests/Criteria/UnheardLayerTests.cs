using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>A network that runs its layers through <c>forward</c>, of which hooks hear nothing, can be looked at all the same.</summary>
public class UnheardLayerTests
{
    [Fact]
    public void It_is_scored_as_if_it_used_call()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor first = randn(4, 3, dtype: ScalarType.Float64), second = randn(2, 4, dtype: ScalarType.Float64);
        var calibration = new Calibration(new TensorBatches(randn(6, 3, dtype: ScalarType.Float64), [0, 1, 0, 1, 0, 1], 3));

        foreach (Importance importance in (Importance[])[new GateTaylorImportance(), new EntropyImportance(), new TaylorImportance()])
        {
            Scores expected = GraphWith(null).Score(new TwoMembers(first, second), importance, calibration);
            Scores found = GraphWith(Build).Score(new Forwarding(first, second), importance, calibration);

            found[0].ShouldBe(expected[0], importance.ToString());
        }
    }

    [Fact]
    public void It_is_reconstructed_as_if_it_used_call()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor first = randn(4, 3, dtype: ScalarType.Float64), second = randn(2, 4, dtype: ScalarType.Float64);
        var calibration = new Calibration(new TensorBatches(randn(6, 3, dtype: ScalarType.Float64), new long[6], 3));

        Reconstructed(new Forwarding(first, second), Build).ShouldBe(Reconstructed(new TwoMembers(first, second), null));

        double[] Reconstructed(Module<Tensor, Tensor> dense, Func<IReadOnlyList<int>, nn.Module>? build)
        {
            Graph graph = GraphWith(build);
            PruningPlan plan = PruningPlan.Dense(graph).Keep("first", 0, 1, 2);
            var pruned = new TwoMembers(first.narrow(0, 0, 3), second.narrow(1, 0, 3));
            graph.Reconstruct(plan, dense, pruned, new LeastSquaresReconstruction(), calibration);
            return Vectors.Of(pruned.get_parameter("second.weight")!);
        }
    }

    [Fact]
    public void Without_a_generated_twin_the_layer_is_named()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = ones(4, 3, dtype: ScalarType.Float64), second = ones(2, 4, dtype: ScalarType.Float64);
        var calibration = new Calibration(new TensorBatches(ones(6, 3, dtype: ScalarType.Float64)));

        Should.Throw<PruningException>(() => GraphWith(null).Score(new Forwarding(first, second), new EntropyImportance(), calibration))
            .Message.ShouldContain("'second'");
    }

    private static Graph GraphWith(Func<IReadOnlyList<int>, nn.Module>? build)
    {
        Graph graph = TwoMembers.GraphOf(4, 2);
        return new Graph(graph.Model, graph.Fingerprint, graph.Groups, graph.Parameters, graph.Cost, build: build);
    }

    private static TwoMembers Build(IReadOnlyList<int> widths) =>
        new(zeros(widths[0], 3, dtype: ScalarType.Float64), zeros(2, widths[0], dtype: ScalarType.Float64));

    /// <summary>What <see cref="TwoMembers"/> is, written the way most people write it.</summary>
    private sealed class Forwarding(Tensor first, Tensor second) : TwoMembers(first, second)
    {
        public override Tensor forward(Tensor input) => second.forward(first.forward(input));
    }
}
