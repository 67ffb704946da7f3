using System.Collections.Immutable;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Tests;

/// <summary>HRank on networks whose last maps are pooled before the classifier reads them.</summary>
public sealed class MapRankTests
{
    [Fact]
    public void Every_group_of_a_residual_network_has_ranks()
    {
        using DisposeScope scope = NewDisposeScope();
        Scores ranks = Scored("resnet20");
        foreach (ImmutableArray<double> group in ranks.Graph.Groups.Select((_, index) => ranks[index]))
        {
            group.ShouldAllBe(rank => rank >= 0 && rank <= 32);
            group.Sum().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void A_group_of_single_numbers_is_named_with_what_to_do()
    {
        using DisposeScope scope = NewDisposeScope();
        string message = Should.Throw<PruningException>(() => Scored("vgg16")).Message;
        message.ShouldContain("group 'classifier.0'");
        message.ShouldContain("[Keep]");
    }

    private static Scores Scored(string name)
    {
        using IDisposable noGradient = no_grad();
        manual_seed(1);
        ModelEntry entry = ModelEntry.Named(name);
        using Module<Tensor, Tensor> network = entry.Create();
        var images = new LabelledImages(rand(3, 3, 32, 32), zeros([3], ScalarType.Int64), 3);
        return entry.Graph.Score(network, new MapRankImportance(), new Calibration(images));
    }
}
