using System.Text.Json;
using Cifar10.Data;
using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Tests;

/// <summary>What the generator made of the networks, with real weights and real images.</summary>
public sealed class PrunedNetworkTests
{
    [SkippableTheory]
    [InlineData("resnet20", "resnet20-12fca82f.th")]
    [InlineData("resnet32", "resnet32-d509ac18.th")]
    [InlineData("resnet44", "resnet44-014dd654.th")]
    [InlineData("resnet56", "resnet56-4bfd9763.th")]
    public void Random_plans_give_what_masking_gives(string name, string checkpoint)
    {
        string weights = RepositoryFiles.Shared($"models/{checkpoint}");
        using Tensor images = Images(2);
        ModelEntry entry = ModelEntry.Named(name);
        using Module<Tensor, Tensor> dense = entry.Create();
        using Module<Tensor, Tensor> masked = entry.Create();
        dense.eval();
        masked.eval();
        Checkpoint.Load(dense, weights);
        var random = new Random(7);
        using IDisposable noGradient = no_grad();
        for (int round = 0; round < RandomPlans.Count(always: 100); round++)
        {
            PruningPlan plan = PruningPlan.Random(entry.Graph, random);
            using Module<Tensor, Tensor> pruned = entry.Prune(dense, plan);
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(entry.Graph, plan, masked);
            using Tensor slim = pruned.call(images);
            using Tensor wide = masked.call(images);
            RelativeDifference(slim, wide).ShouldBe(0, 1e-4, $"round {round}: {string.Join(", ", plan.WidthsFor(entry.Graph))}");
        }
    }

    [SkippableTheory]
    [InlineData("global")]
    [InlineData("uniform")]
    public void Half_of_ResNet_56_is_what_a_PyTorch_script_makes_of_it(string allocation)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Reference("resnet_masking.json")));
        JsonElement reference = document.RootElement.GetProperty(allocation);
        ImageSet test = CifarFolder.Read(RepositoryFiles.Shared("data/cifar-10-batches-bin"), 1, null).Test;
        using Module<Tensor, Tensor> dense = ModelEntry.Named("resnet56").Create();
        Checkpoint.Load(dense, RepositoryFiles.Shared("models/resnet56-4bfd9763.th"));

        PruningPlan plan = Models.ResNet56.Graph
            .Score(dense, Importance.GroupNorm(p: 2))
            .Plan(Budget.Macs(0.5), allocation == "global" ? Allocation.Global : Allocation.Uniform);
        using Module<Tensor, Tensor> pruned = ModelEntry.Named("resnet56").Prune(dense, plan);
        pruned.eval();

        foreach (PlannedGroup group in plan.Groups)
        {
            reference.GetProperty("keep").GetProperty(group.Name).EnumerateArray().Select(channel => channel.GetInt32()).ShouldBe(group.Keep, group.Name);
        }
        using LabelledImages all = test.ToBatches(250);
        EvaluationResult result = Evaluation.Measure(pruned, all);
        (result.Accuracy * result.Samples).ShouldBe(reference.GetProperty("accuracy").GetDouble() * result.Samples, 2);
        using Tensor images = Images(16);
        using IDisposable noGradient = no_grad();
        using Tensor logits = pruned.call(images);
        using var values = logits.data<float>();
        values.ToArray().ShouldBe(reference.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(logit => logit.GetSingle()), 1e-3f);
    }

    private static Tensor Images(int count)
    {
        ImageSet test = CifarFolder.Read(RepositoryFiles.Shared("data/cifar-10-batches-bin"), 1, count).Test;
        using LabelledImages images = test.ToBatches(count);
        using Batch batch = images.InOrder().Single();
        return batch.Inputs.clone();
    }

    private static double RelativeDifference(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        return ((left - right).abs().max() / right.abs().max()).item<float>();
    }
}
