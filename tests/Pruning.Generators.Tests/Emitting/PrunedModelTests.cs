using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Generators.Tests.Emitting;

/// <summary>The emitted classes, compiled and run: the pruned network computes what the masked one computes.</summary>
public class PrunedModelTests
{
    [Theory]
    [InlineData("ResNet20", "ResNetCifar.cs", "3,32,32")]
    [InlineData("Plain", "Small.cs", "1,28,28")]
    [InlineData("Concatenating", "Small.cs", "3,16,16")]
    [InlineData("Vgg16Bn", "VggBn.cs", "3,32,32")]
    [InlineData("VggLarge", "VggBn.cs", "3,64,64")]
    public void PrunedEqualsMasked(string type, string file, string input)
    {
        Type model = Emitted.Load(type, file);
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        var random = new Random(1);
        manual_seed(1);
        using Tensor images = randn([2, .. input.Split(',').Select(long.Parse)]);
        for (int round = 0; round < 10; round++)
        {
            using var dense = New(model);
            Disturb(dense);
            dense.eval();
            PruningPlan plan = PruningPlan.Random(graph, random);
            using var pruned = (Module<Tensor, Tensor>)model.GetMethod("Prune")!.Invoke(dense, [plan])!;
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
            pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(graph.Cost(plan.WidthsFor(graph)).Parameters);

            using IDisposable noGradient = no_grad();
            using Tensor slim = pruned.call(images);
            Surgery.MaskConsumers(graph, plan, dense);
            using Tensor masked = dense.call(images);
            Difference(slim, masked).ShouldBe(0, 1e-4, $"{type}, round {round}");
        }
    }

    [Fact]
    public void What_runs_its_layers_through_forward_can_be_looked_at()
    {
        Type model = Emitted.Load("ResNet20", "ResNetCifar.cs");
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        using var dense = New(model);
        using var images = new LabelledImages(randn(4, 3, 32, 32), tensor((long[])[0, 1, 2, 3]), 4);

        Scores scores = graph.Score(dense, new GateTaylorImportance(), new Calibration(images));

        Enumerable.Range(0, graph.Groups.Length).ShouldAllBe(group => scores[group].Max() > 0);
    }

    private static Module<Tensor, Tensor> New(Type model)
    {
        ConstructorInfo constructor = model.GetConstructors().Single();
        return (Module<Tensor, Tensor>)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    // New batch norms do nothing; these do, and differently for each channel.
    private static void Disturb(nn.Module module)
    {
        using IDisposable noGradient = no_grad();
        foreach (var (name, tensor) in module.state_dict())
        {
            if (tensor.is_floating_point() && tensor.dim() == 1)
            {
                using Tensor noise = rand_like(tensor);
                tensor.mul_(0.5).add_(noise).add_(0.1);
            }
        }
    }

    private static double Difference(Tensor left, Tensor right)
    {
        using DisposeScope scope = NewDisposeScope();
        return ((left - right).abs().max() / right.abs().max()).item<float>();
    }
}
