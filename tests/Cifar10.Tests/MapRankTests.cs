using System.Collections.Immutable;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Tests;

/// <summary>HRank on networks whose last maps are pooled before the classifier reads them.</summary>
public sealed class MapRankTests
{
    [Theory]
    [InlineData("resnet20")]
    [InlineData("vgg16")]
    public void Every_group_has_ranks(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        manual_seed(1);
        ModelEntry entry = ModelEntry.Named(name);
        using Module<Tensor, Tensor> network = entry.Create();
        var images = new LabelledImages(rand(3, 3, 32, 32), zeros([3], ScalarType.Int64), 3);
        Scores ranks = entry.Graph.Score(network, new MapRankImportance(), new Calibration(images));
        foreach (ImmutableArray<double> group in entry.Graph.Groups.Select((_, index) => ranks[index]))
        {
            group.ShouldAllBe(rank => rank >= 0 && rank <= 32);
            group.Sum().ShouldBeGreaterThan(0);
        }
    }
}
