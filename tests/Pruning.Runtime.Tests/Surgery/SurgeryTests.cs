using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

public class SurgeryTests
{
    [Fact]
    public void The_pruned_network_equals_the_masked_one_for_a_hundred_random_plans()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        SmallNetwork dense = SmallNetwork.Dense();
        Tensor input = randn(4, 3, 8, 8);
        var random = new Random(11);
        for (int round = 0; round < 100; round++)
        {
            using DisposeScope inner = NewDisposeScope();
            PruningPlan plan = PruningPlan.Random(SmallNetwork.Graph, random);
            using SmallNetwork pruned = Prune(dense, plan);
            using SmallNetwork masked = Prune(dense, PruningPlan.Dense(SmallNetwork.Graph));
            Surgery.MaskConsumers(SmallNetwork.Graph, plan, masked);

            (pruned.call(input) - masked.call(input)).abs().max().item<float>().ShouldBe(0, 1e-5f, plan.ToJson());
        }
    }

    [Fact]
    public void Masking_changes_the_output() // so that the test above tells something
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        SmallNetwork dense = SmallNetwork.Dense();
        Tensor input = randn(4, 3, 8, 8);
        Tensor before = dense.call(input);
        foreach (Group group in SmallNetwork.Graph.Groups)
        {
            using SmallNetwork masked = Prune(dense, PruningPlan.Dense(SmallNetwork.Graph));
            PruningPlan plan = PruningPlan.Dense(SmallNetwork.Graph).Keep(group.Name, 0);
            Surgery.MaskConsumers(SmallNetwork.Graph, plan, masked);
            (masked.call(input) - before).abs().max().item<float>().ShouldBeGreaterThan(1e-3f, group.Name);
        }
    }

    [Fact]
    public void The_cost_formula_counts_what_is_there()
    {
        var random = new Random(3);
        for (int round = 0; round < 10; round++)
        {
            PruningPlan plan = PruningPlan.Random(SmallNetwork.Graph, random);
            using var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
            pruned.parameters().Sum(parameter => parameter.NumberOfElements)
                .ShouldBe(SmallNetwork.Graph.Cost(plan.WidthsFor(SmallNetwork.Graph)).Parameters);
        }
    }

    [Fact]
    public void Element_type_training_mode_and_frozen_parameters_are_kept()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        dense.to(ScalarType.Float64);
        dense.train();
        dense.named_modules().Single(named => named.name == "stemNorm").module.eval();
        dense.get_parameter("inner.weight")!.requires_grad = false;

        using SmallNetwork pruned = Prune(dense, PruningPlan.Random(SmallNetwork.Graph, new Random(1)));
        pruned.state_dict()["stem.weight"].dtype.ShouldBe(ScalarType.Float64);
        pruned.state_dict()["stemNorm.num_batches_tracked"].dtype.ShouldBe(ScalarType.Int64);
        pruned.state_dict()["stemNorm.num_batches_tracked"].item<long>().ShouldBe(3);
        pruned.training.ShouldBeTrue();
        pruned.named_modules().ShouldAllBe(named => named.module.training == (named.name != "stemNorm"));
        pruned.named_parameters().ShouldAllBe(named => named.parameter.requires_grad == (named.name != "inner.weight"));
    }

    [Fact]
    public void The_dense_network_is_not_changed()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        SmallNetwork dense = SmallNetwork.Dense();
        Dictionary<string, Tensor> before = dense.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using SmallNetwork pruned = Prune(dense, PruningPlan.Random(SmallNetwork.Graph, new Random(1)));
        foreach ((string name, Tensor tensor) in dense.state_dict())
        {
            tensor.Equals(before[name]).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Nothing_is_written_when_a_shape_does_not_fit()
    {
        using DisposeScope scope = NewDisposeScope();
        using SmallNetwork dense = SmallNetwork.Dense();
        using var pruned = new SmallNetwork(8, 6, 5, 4, 2);
        Tensor before = pruned.state_dict()["stem.weight"].detach().clone();
        PruningPlan plan = PruningPlan.Dense(SmallNetwork.Graph);

        string message = Should.Throw<PruningException>(() => Surgery.Transfer(SmallNetwork.Graph, plan, dense, pruned)).Message;
        message.ShouldContain("'grouped.weight' has the shape [4, 4, 3, 3]");
        message.ShouldContain("leaves [6, 4, 3, 3]");
        pruned.state_dict()["stem.weight"].Equals(before).ShouldBeTrue();
    }

    [Fact]
    public void Another_model_is_refused_by_the_first_entry_it_lacks()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        using Module<Tensor, Tensor> other = Linear(3, 4);
        using var narrow = new SmallNetwork(4, 6, 5, 4, 3);
        Graph graph = SmallNetwork.Graph;
        PruningPlan plan = PruningPlan.Dense(graph);
        Should.Throw<PruningException>(() => Surgery.Transfer(graph, plan, other, dense)).Message.ShouldContain("'stem.weight'");
        Should.Throw<PruningException>(() => Surgery.Transfer(graph, plan, dense, other)).Message.ShouldContain("'stem.weight'");
        Should.Throw<PruningException>(() => Surgery.Transfer(graph, plan, narrow, dense)).Message.ShouldContain("full width");
        Should.Throw<PruningException>(() => Surgery.MaskConsumers(graph, plan, other)).Message.ShouldContain("'stem.weight'");
    }

    [Fact]
    public void A_mixture_of_element_types_is_refused()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        dense.named_children().Single(named => named.name == "classifier").module.to(ScalarType.Float64);
        Should.Throw<PruningException>(() => Prune(dense, PruningPlan.Dense(SmallNetwork.Graph)))
            .Message.ShouldContain("'classifier.weight'");
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using SmallNetwork dense = SmallNetwork.Dense();
        PruningPlan plan = PruningPlan.Random(SmallNetwork.Graph, new Random(1));
        using var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
        using SmallNetwork masked = SmallNetwork.Dense();

        long before = LiveTensors;
        Surgery.Transfer(SmallNetwork.Graph, plan, dense, pruned);
        LiveTensors.ShouldBe(before);
        Surgery.MaskConsumers(SmallNetwork.Graph, plan, masked);
        LiveTensors.ShouldBe(before);
        SmallNetwork.Graph.Score(dense, Importance.GroupNorm());
        LiveTensors.ShouldBe(before);
    }

    private static long LiveTensors => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static SmallNetwork Prune(SmallNetwork dense, PruningPlan plan)
    {
        var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
        Surgery.Transfer(SmallNetwork.Graph, plan, dense, pruned);
        return pruned;
    }
}
