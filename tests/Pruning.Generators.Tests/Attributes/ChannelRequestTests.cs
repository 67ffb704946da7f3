using System.Reflection;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;
using Pruning.Generators.Tests.Emitting;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Generators.Tests.Attributes;

/// <summary><c>[Keep]</c> and <c>[Width]</c>, from the source to the pruned network.</summary>
public sealed class ChannelRequestTests
{
    private static readonly Lazy<Type> Restricted = new(() => Emitted.Load("Restricted", "Restricted.cs"));

    private static Graph Graph => (Graph)Restricted.Value.GetProperty("Graph")!.GetValue(null)!;

    [Fact]
    public void Kept_channels_are_no_group_and_say_why()
    {
        PruningModel model = Emitted.Solve("Restricted", "Restricted.cs");

        model.Groups.Select(group => (group.Name, group.Limits))
            .ShouldBe([("stem", new WidthLimits(4, 11, 2)), ("blocks.0.expand", new WidthLimits(8, 8, 1)), ("blocks.1.expand", new WidthLimits(9, 10, 1))]);
        model.Kept.Select(kept => (kept.Name, kept.Reason)).ShouldBe(
        [
            ("blocks.0.reduce", "[Keep] on RestrictedBlock.reduce"),
            ("blocks.1.reduce", "[Keep] on RestrictedBlock.reduce"),
            ("<Neck>k__BackingField.conv", "[Keep] on Restricted.Neck"),
            ("head", "they are an output of the network"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_plan_from_scores_respects_minimum_widths()
    {
        using var dense = (nn.Module)Activator.CreateInstance(Restricted.Value)!;

        PruningPlan plan = Graph.Score(dense, Importance.GroupNorm(p: 2)).Plan(Budget.Channels(0.71), Allocation.Uniform);

        plan.WidthsFor(Graph).ShouldBe([4, 8, 9]);
    }

    [Fact]
    public void A_plan_from_scores_respects_maximum_widths_and_multiples()
    {
        using var dense = (nn.Module)Activator.CreateInstance(Restricted.Value)!;
        Scores scores = Graph.Score(dense, Importance.GroupNorm(p: 2));

        scores.Plan(Budget.Channels(1), Allocation.Global).WidthsFor(Graph).ShouldBe([10, 8, 10]);
        for (double fraction = 0.75; fraction <= 1; fraction += 0.05)
        {
            scores.Plan(Budget.Channels(fraction), Allocation.Global).WidthsFor(Graph)[0].ShouldBeOneOf(4, 6, 8, 10);
        }
    }

    [Fact]
    public void The_graph_refuses_smaller_widths()
    {
        Should.Throw<PruningException>(() => PruningPlan.FromWidths(Graph, [3, 8, 10])).Message.ShouldContain("'stem'");
        Should.Throw<PruningException>(() => PruningPlan.FromWidths(Graph, [5, 8, 10])).Message.ShouldContain("a multiple of 2");
        Should.Throw<PruningException>(() => PruningPlan.FromWidths(Graph, [11, 8, 10])).Message.ShouldContain("at most 11");
        PruningPlan.FromWidths(Graph, [12, 8, 10]).ShouldBe(PruningPlan.Dense(Graph));
        PruningPlan byHand = PruningPlan.Dense(Graph).Keep("stem", 0, 1, 2);
        Should.Throw<PruningException>(() => byHand.WidthsFor(Graph)).Message.ShouldContain("needs at least 4");
    }

    [Fact]
    public void The_widths_record_refuses_smaller_widths()
    {
        Type widths = Restricted.Value.GetNestedType("Widths")!;
        PropertyInfo stem = widths.GetProperty("Stem")!;
        object dense = Activator.CreateInstance(widths)!;

        stem.SetValue(dense, 4);
        stem.GetValue(dense).ShouldBe(4);
        Should.Throw<TargetInvocationException>(() => stem.SetValue(dense, 3)).InnerException
            .ShouldBeOfType<ArgumentOutOfRangeException>().Message.ShouldContain("must be 12, or a multiple of 2 from 4 to 11");
        Should.Throw<TargetInvocationException>(() => stem.SetValue(dense, 5));
        stem.SetValue(dense, 12);
    }

    [Fact]
    public void The_pruned_network_computes_what_the_masked_one_computes()
    {
        manual_seed(1);
        using Tensor images = randn(2, 3, 8, 8);
        using IDisposable noGradient = no_grad();
        var random = new Random(1);
        for (int round = 0; round < 5; round++)
        {
            using var dense = (Module<Tensor, Tensor>)Activator.CreateInstance(Restricted.Value)!;
            dense.eval();
            PruningPlan plan = PruningPlan.Random(Graph, random);
            using var pruned = (Module<Tensor, Tensor>)Restricted.Value.GetMethod("Prune")!.Invoke(dense, [plan])!;
            using Tensor slim = pruned.call(images);
            Surgery.MaskConsumers(Graph, plan, dense);
            using Tensor masked = dense.call(images);
            slim.allclose(masked, 1e-4, 1e-5).ShouldBeTrue();
            pruned.state_dict()["<Neck>k__BackingField.conv.weight"].shape[0].ShouldBe(10);
        }
    }
}
