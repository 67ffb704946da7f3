using System.Text.Json;
using Cifar10.Data;
using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Tests;

/// <summary>The residual networks with published weights, against PyTorch's outputs.</summary>
public sealed class ReferenceTests
{
    private const int Tolerance = 2;

    [SkippableTheory]
    [InlineData("resnet20")]
    [InlineData("resnet32")]
    [InlineData("resnet44")]
    [InlineData("resnet56")]
    public void Logits_and_accuracy_are_those_of_PyTorch(string name)
    {
        JsonElement reference = Reference().GetProperty(name);
        ImageSet images = CifarFolder.Read(RepositoryFiles.Shared("data/cifar-10-batches-bin"), 1, null).Test;
        using Module<Tensor, Tensor> network = ModelEntry.Named(name).Create();
        Checkpoint.Load(network, RepositoryFiles.Shared($"models/{reference.GetProperty("checkpoint").GetString()}"));
        network.eval();

        using LabelledImages first = images.Take(reference.GetProperty("logits").GetArrayLength()).ToBatches(16);
        using LabelledImages all = images.ToBatches(250);

        Logits(network, first).ShouldBe(Numbers(reference.GetProperty("logits")), 1e-3f);
        EvaluationResult result = Evaluation.Measure(network, all);
        double expected = reference.GetProperty("accuracy_on_test_batch").GetDouble();
        (result.Accuracy * result.Samples).ShouldBe(expected * result.Samples, Tolerance);
    }

    private static float[] Logits(Module<Tensor, Tensor> network, LabelledImages images)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using Batch batch = images.InOrder().Single();
        return network.call(batch.Inputs).data<float>().ToArray();
    }

    private static IEnumerable<float> Numbers(JsonElement rows) =>
        rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(logit => logit.GetSingle());

    private static JsonElement Reference()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Shared("reference/cifar-resnet-reference.json")));
        return document.RootElement.Clone();
    }
}
