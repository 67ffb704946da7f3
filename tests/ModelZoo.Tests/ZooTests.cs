using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>What the generator made of the zoo, held against torchvision, against masking and against Torch-Pruning.</summary>
public sealed class ZooTests
{
    public static TheoryData<string> Models => [.. ZooModel.All.Select(model => model.Name)];

    public static TheoryData<string> TorchvisionModels =>
        [.. ZooModel.All.Select(model => model.Name).Where(name => Reference().TryGetProperty(name, out _))];

    public static TheoryData<string> ComparableModels =>
    [
        "resnet18", "resnet50", "vgg16_bn", "alexnet", "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small",
        "mnasnet1_0", "densenet121", "googlenet",
    ];

    [Theory]
    [MemberData(nameof(TorchvisionModels))]
    public void The_state_dict_is_that_of_torchvision(string name)
    {
        ZooModel zoo = ZooModel.Named(name);
        JsonElement reference = Reference().GetProperty(name);
        using Module<Tensor, Tensor> model = zoo.Create();

        // TorchSharp has the buffers behind the parameters, so the order is not PyTorch's.
        string entries = string.Concat(model.state_dict()
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {string.Join(",", entry.Value.shape)}\n")));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entries)));
        (digest == reference.GetProperty("sha256").GetString()).ShouldBeTrue(entries);
        model.parameters().Sum(parameter => parameter.numel()).ShouldBe(reference.GetProperty("parameters").GetInt64());
        zoo.Graph.Cost(zoo.Graph.DenseWidths).Parameters.ShouldBe(reference.GetProperty("parameters").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Random_plans_give_what_masking_gives(string name)
    {
        ZooModel zoo = ZooModel.Named(name);
        manual_seed(1);
        var random = new Random(1);
        using IDisposable noGradient = no_grad();
        using Tensor images = randn(zoo.Input, dtype: ScalarType.Float64);
        using Module<Tensor, Tensor> dense = zoo.Create();
        using Module<Tensor, Tensor> masked = zoo.Create();
        dense.@double().eval();
        masked.@double().eval();
        Disturb(dense);
        for (int round = 0; round < zoo.Plans; round++)
        {
            PruningPlan plan = PruningPlan.Random(zoo.Graph, random);
            using Module<Tensor, Tensor> pruned = zoo.Prune(dense, plan);
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
            pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(zoo.Graph.Cost(plan.WidthsFor(zoo.Graph)).Parameters);
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(zoo.Graph, plan, masked);
            using Tensor slim = pruned.call(images);
            using Tensor wide = masked.call(images);
            RelativeDifference(slim, wide).ShouldBeLessThan(1e-4, $"round {round}: {string.Join(", ", plan.WidthsFor(zoo.Graph))}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ComparableModels))]
    public void Half_of_the_channels_cost_what_Torch_Pruning_leaves(string name)
    {
        JsonElement theirs = Oracle(RepositoryFiles.Shared("reference/torch-pruning-oracle.json")).GetProperty(name);
        Graph graph = ZooModel.Named(name).Graph;

        graph.Cost(graph.DenseWidths).Parameters.ShouldBe(theirs.GetProperty("dense_params").GetInt64());
        graph.Cost([.. graph.DenseWidths.Select(width => width / 2)]).Parameters.ShouldBe(theirs.GetProperty("pruned_params").GetInt64());
    }

    // New batch norms do nothing; these do, and differently for each channel.
    private static void Disturb(Module model)
    {
        foreach (Tensor tensor in model.state_dict().Values)
        {
            if (tensor.is_floating_point() && tensor.dim() == 1)
            {
                using Tensor noise = rand_like(tensor);
                tensor.mul_(0.5).add_(noise).add_(0.1);
            }
        }
    }

    private static double RelativeDifference(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        return ((left - right).abs().max() / right.abs().max()).item<double>();
    }

    private static JsonElement Reference() => Read(RepositoryFiles.Reference("zoo.json"));

    private static JsonElement Oracle(string file) => Read(file).GetProperty("models");

    private static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.Clone();
    }
}
