using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Generators.Tests.Emitting;

/// <summary>Sizes that the source computes from the sizes of tensors stay computed, so that a pruned network takes other inputs, too.</summary>
public sealed class OpenSizeTests
{
    [Theory]
    [InlineData(12, 16)]
    [InlineData(20, 8)]
    public void A_pruned_network_takes_inputs_of_any_size(int height, int width)
    {
        Type model = Emitted.Load("OpenSizes", "OpenSizes.cs");
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        graph.Groups.Select(group => group.Channels).ShouldBe([8, 6, 6]);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(1);
        Tensor images = randn(2, 3, height, width);
        var dense = (Module<Tensor, Tensor>)Activator.CreateInstance(model)!;
        var random = new Random(5);
        for (int round = 0; round < 5; round++)
        {
            PruningPlan plan = PruningPlan.Random(graph, random);
            var pruned = (Module<Tensor, Tensor>)model.GetMethod("Prune")!.Invoke(dense, [plan])!;
            var masked = (Module<Tensor, Tensor>)Activator.CreateInstance(model)!;
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(graph, plan, masked);

            pruned.call(images).allclose(masked.call(images), 1e-4, 1e-5).ShouldBeTrue(plan.ToString());
        }
    }

    [Fact]
    public void Sizes_are_read_off_the_tensors_at_hand()
    {
        string code = Pruning.Generators.Emitting.ModelEmitter.Emit(Emitted.Solve("OpenSizes", "OpenSizes.cs"));

        code.ShouldContain("features.shape[2] * features.shape[3])");
        code.ShouldContain("-1, height, width)");
    }
}
