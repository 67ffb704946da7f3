using System.Collections.Immutable;
using Cifar10.Data;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Tests;

/// <summary>Criteria on a trained network and real images, against what they stand for.</summary>
public sealed class ScoreTests
{
    private const int Samples = 64;

    [SkippableFact]
    public void Group_Fisher_ranks_channels_like_the_change_of_the_loss_without_them()
    {
        using DisposeScope scope = NewDisposeScope();
        (ModelEntry entry, Module<Tensor, Tensor> network, LabelledImages images) = Trained();
        Scores fisher = entry.Graph.Score(network, new FisherImportance(), new Calibration(images));
        using ModelSnapshot dense = ModelSnapshot.Of(network);
        double before = Evaluation.Measure(network, images).Loss;
        foreach (string group in new[] { "conv1", "layer1.1.conv1" }) // a residual stream, and channels within a block
        {
            ImmutableArray<double> scores = fisher[group];
            double[] changes = [.. Enumerable.Range(0, scores.Length).Select(channel =>
            {
                Surgery.MaskConsumers(entry.Graph, PruningPlan.Dense(entry.Graph).Remove(group, $"{channel}"), network);
                double after = Evaluation.Measure(network, images).Loss;
                dense.Restore(network);
                return Math.Abs(after - before);
            })];
            RankCorrelation.Spearman(scores, changes).ShouldBeInRange(0.5, 1, group);
        }
    }

    [SkippableFact]
    public void Attention_maps_are_the_means_of_what_the_layer_reads()
    {
        using DisposeScope scope = NewDisposeScope();
        (ModelEntry entry, Module<Tensor, Tensor> network, LabelledImages images) = Trained();
        Tensor? read = null;
        var reader = (Module<Tensor, Tensor>)network.named_modules().Single(named => named.name == "layer1.1.conv2").module;
        var listening = reader.register_forward_pre_hook((_, input) =>
        {
            read = input.detach().clone().DetachFromDisposeScope();
            return input;
        });
        Evaluation.Measure(network, images);
        listening.remove();
        using Tensor maps = read!.mean([0]).to_type(ScalarType.Float64); // (C, H, W)

        foreach (int power in new[] { 1, 2 })
        {
            ImmutableArray<double> scores = entry.Graph.Score(network, new AttentionImportance(power), new Calibration(images))["layer1.1.conv1"];
            double[] expected = maps.abs().pow(power).mean([1, 2]).data<double>().ToArray();
            scores.ShouldBe(expected, 1e-5);
        }
    }

    private static (ModelEntry Entry, Module<Tensor, Tensor> Network, LabelledImages Images) Trained()
    {
        string weights = RepositoryFiles.Shared("models/resnet20-12fca82f.th");
        ImageSet test = CifarFolder.Read(RepositoryFiles.Shared("data/cifar-10-batches-bin"), 1, null).Test;
        ModelEntry entry = ModelEntry.Named("resnet20");
        Module<Tensor, Tensor> network = entry.Create();
        Checkpoint.Load(network, weights);
        return (entry, network, test.Take(Samples).ToBatches(Samples));
    }
}
