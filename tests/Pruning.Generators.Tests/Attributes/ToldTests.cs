using Pruning.Generators.Coupling;
using Pruning.Generators.Tests.Emitting;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Generators.Tests.Attributes;

/// <summary><c>[Coupled]</c>, <c>[Opaque]</c> and <c>[Assume]</c>: what the source says is so, down to the pruned network.</summary>
public sealed class ToldTests
{
    [Fact]
    public void Coupled_layers_are_one_group()
    {
        PruningModel model = Emitted.Solve("ToldCoupling", "Told.cs");

        model.Groups.Select(group => group.Name).ShouldBe(["left", "merge"]);
        model.Parameters.Where(parameter => parameter.Dimensions[0].Segments.Any(segment => segment.Factors.Any(factor => factor.Group == 0)))
            .Select(parameter => parameter.Name)
            .ShouldBe(["left.weight", "left.bias", "right.weight", "right.bias", "blocks.0.weight", "blocks.0.bias"], ignoreOrder: true);
    }

    [Fact]
    public void Channels_pass_through_opaque_code_only_where_they_are_coupled()
    {
        PruningModel model = Emitted.Solve("ToldOpaque", "Told.cs");

        model.Groups.Select(group => group.Name).ShouldBe(["first", "fourth"]);
        model.Kept.Select(kept => (kept.Name, kept.Reason)).ShouldBe(
        [
            ("second", "they flow into 'Turned', which is not read"),
            ("third", "they flow into 'Mixer', which is not read"),
            ("head", "they are an output of the network"),
        ], ignoreOrder: true);
        string code = Pruning.Generators.Emitting.ModelEmitter.Emit(model);
        code.ShouldContain("global::Models.ToldOpaque.Halve(");
        code.ShouldContain("new global::Models.Mixer(channels: 5, power: 2)");
    }

    [Theory]
    [InlineData("ToldCoupling", "3,8,8")]
    [InlineData("ToldOpaque", "3,8,8")]
    [InlineData("ToldCondition", "3")]
    public void The_pruned_network_computes_what_the_masked_one_computes(string type, string shape)
    {
        Type model = Emitted.Load(type, "Told.cs");
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(1);
        Tensor input = randn([2, .. shape.Split(',').Select(long.Parse)]);
        var dense = (Module<Tensor, Tensor>)Activator.CreateInstance(model)!;
        var random = new Random(5);
        for (int round = 0; round < 10; round++)
        {
            PruningPlan plan = PruningPlan.Random(graph, random);
            var pruned = (Module<Tensor, Tensor>)model.GetMethod("Prune")!.Invoke(dense, [plan])!;
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
            var masked = (Module<Tensor, Tensor>)Activator.CreateInstance(model)!;
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(graph, plan, masked);
            pruned.call(input).allclose(masked.call(input), 1e-4, 1e-5).ShouldBeTrue(plan.ToString());
        }
    }
}
