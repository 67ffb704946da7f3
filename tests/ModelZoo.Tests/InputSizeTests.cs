using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>A pruned network runs at other sizes than the declared ones, as the dense network does.</summary>
public sealed class InputSizeTests
{
    public static TheoryData<string> Models => [.. ZooModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_pruned_network_takes_images_of_another_size(string name)
    {
        ZooModel zoo = ZooModel.Named(name);
        manual_seed(1);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using Module dense = zoo.Create();
        dense.eval();

        // Everything stays, so both compute the same, whatever a normalisation runs over.
        using Module same = zoo.Prune(dense, PruningPlan.Dense(zoo.Graph));
        using Module half = zoo.Prune(dense, PruningPlan.FromWidths(zoo.Graph, [.. zoo.Graph.DenseWidths.Select(width => (width + 1) / 2)]));
        foreach (long[] shape in (long[][])[zoo.Input, zoo.OtherInput])
        {
            Tensor images = randn(shape);
            Tensor[] expected = zoo.Run(dense, images);
            zoo.Run(same, images).Zip(expected).ShouldAllBe(pair => pair.First.allclose(pair.Second, 1e-4, 1e-5));
            zoo.Run(half, images).Select(output => output.shape).ShouldBe(expected.Select(output => output.shape));
        }
    }
}
