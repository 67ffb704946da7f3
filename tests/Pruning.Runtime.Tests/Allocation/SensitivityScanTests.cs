using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests;

public class SensitivityScanTests
{
    [Fact]
    public void Every_point_is_what_the_pruned_network_gives_and_the_weights_are_restored_to_the_last_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        SmallNetwork network = SmallNetwork.Dense();
        Tensor input = randn(4, 3, 8, 8);
        Tensor reference = network.call(input);
        double Quality(SmallNetwork measured) => -(measured.call(input) - reference).abs().mean().item<float>();
        Scores scores = SmallNetwork.Graph.Score(network, Importance.GroupNorm());
        byte[] before = Bytes(network);

        Sensitivity sensitivity = new SensitivityScan { Ratios = [0.3, 0.7] }.Run(scores, network, () => Quality(network));

        Bytes(network).ShouldBe(before);
        sensitivity.Dense.ShouldBe(0);
        sensitivity.Points.Length.ShouldBe(10);
        foreach (SensitivityPoint point in sensitivity.Points)
        {
            PruningPlan plan = scores.Plan(new PruningRatios().With(point.Group, point.Ratio));
            using var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
            Surgery.Transfer(SmallNetwork.Graph, plan, network, pruned);
            point.Quality.ShouldBe(Quality(pruned), 1e-5);
            point.Kept.ShouldBe(plan.WidthsFor(SmallNetwork.Graph)[SmallNetwork.Graph.IndexOf(point.Group)]);
        }
    }

    [Fact]
    public void A_cancelled_scan_restores_the_weights()
    {
        using SmallNetwork network = SmallNetwork.Dense();
        Scores scores = SmallNetwork.Graph.Score(network, Importance.GroupNorm());
        byte[] before = Bytes(network);
        int measured = 0;
        Should.Throw<OperationCanceledException>(() => new SensitivityScan().Run(
            scores, network, () => ++measured == 4 ? throw new OperationCanceledException() : 0));
        Bytes(network).ShouldBe(before);
    }

    [Fact]
    public void A_scan_that_was_interrupted_goes_on_where_it_was()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using var folder = new TemporaryFolder();
        SmallNetwork network = SmallNetwork.Dense();
        Tensor input = randn(2, 3, 8, 8), reference = network.call(input);
        Scores scores = SmallNetwork.Graph.Score(network, Importance.GroupNorm());
        var scan = new SensitivityScan { Ratios = [0.3, 0.7], StateFile = folder.File("scan.json") };
        int measured = 0;
        double Quality() => ++measured == 6 ? throw new OperationCanceledException() : -(network.call(input) - reference).abs().mean().item<float>();
        Should.Throw<OperationCanceledException>(() => scan.Run(scores, network, Quality));
        Should.Throw<PruningException>(() => (scan with { Ratios = [0.2] }).Run(scores, network, Quality)).Message.ShouldContain("another scan");

        measured = 10;
        Sensitivity resumed = scan.Run(scores, network, Quality);

        measured.ShouldBe(10 + 6); // four of the ten points were there, and the dense network
        Sensitivity uninterrupted = (scan with { StateFile = null }).Run(scores, network, Quality);
        resumed.Points.ShouldBe(uninterrupted.Points);
        resumed.Dense.ShouldBe(uninterrupted.Dense);
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
        File.WriteAllText(scan.StateFile, "no JSON");
        Should.Throw<PruningException>(() => scan.Run(scores, network, Quality)).Message.ShouldContain("not the state of a scan");
    }

    [Fact]
    public void A_group_bears_the_largest_ratio_before_the_first_drop_that_is_too_large()
    {
        Graph graph = HandMadeGraphs.Chain(10, 10, 10);
        var sensitivity = new Sensitivity(
            graph,
            0.9,
            [
                new("layer0", 0.1, 9, 0.9), new("layer0", 0.2, 8, 0.88), new("layer0", 0.3, 7, 0.7), new("layer0", 0.4, 6, 0.89),
                new("layer1", 0.1, 9, 0.5), new("layer1", 0.2, 8, 0.9),
                new("layer2", 0.1, 9, 0.95), new("layer2", 0.2, 8, 0.86),
            ]);
        sensitivity.Bearing(0.05).For(graph).ShouldBe([0.2, 0, 0.2]);
        sensitivity.Bearing(0).For(graph).ShouldBe([0.1, 0, 0.1]);
    }

    private static byte[] Bytes(nn.Module module) =>
        [.. module.state_dict().Values.SelectMany(tensor => tensor.detach().contiguous().bytes.ToArray())];
}
