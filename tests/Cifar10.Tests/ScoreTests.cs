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
    public void Group_Fisher_is_half_the_mean_square_of_the_slopes_of_each_images_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (ModelEntry entry, Module<Tensor, Tensor> network, LabelledImages images) = Trained();
        network.@double();
        network.eval();
        using Batch all = images.InOrder().First();
        Tensor inputs = all.Inputs.narrow(0, 0, 4).to_type(ScalarType.Float64), labels = all.Labels.narrow(0, 0, 4).clone();
        Scores fisher;
        using (enable_grad())
        {
            fisher = entry.Graph.Score(network, new FisherImportance(), new Calibration(new LabelledImages(inputs, labels, 4)));
        }
        foreach ((string group, int channel) in new[] { ("conv1", 3), ("conv1", 11), ("layer1.1.conv1", 5) }) // a residual stream, a block
        {
            const double Step = 1e-7; // small, so that no ReLU switches
            double expected = Losses(1 + Step).Zip(Losses(1 - Step), (more, less) => (more - less) / (2 * Step)).Average(t => t * t) / 2;
            fisher[group][channel].ShouldBe(expected, 1e-3 * expected, $"{group}, channel {channel}");

            double[] Losses(double factor)
            {
                using DisposeScope inner = NewDisposeScope();
                using ModelSnapshot before = ModelSnapshot.Of(network);
                ScaleReaders(entry.Graph, network, entry.Graph.IndexOf(group), channel, factor);
                double[] losses = Calibration.CrossEntropy(network.call(inputs), labels).data<double>().ToArray();
                before.Restore(network);
                return losses;
            }
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

    private static void ScaleReaders(Graph graph, Module network, int group, int channel, double factor)
    {
        ImmutableArray<int>[] without =
        [
            .. graph.DenseWidths.Select((width, index) =>
                Enumerable.Range(0, width).Where(other => index != group || other != channel).ToImmutableArray()),
        ];
        Dictionary<string, Tensor> state = network.state_dict();
        foreach (ParameterLayout layout in graph.Parameters)
        {
            for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
            {
                if (layout.Dimensions[dimension].Role == DimensionRole.Input)
                {
                    foreach (long entry in layout.Dimensions[dimension].RemovedEntries(without))
                    {
                        state[layout.Name].narrow(dimension, entry, 1).mul_(factor);
                    }
                }
            }
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
