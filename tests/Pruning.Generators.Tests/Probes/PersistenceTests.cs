using Pruning.Generators.Tests.Compiled;
using TorchSharp;
using static Pruning.Generators.Tests.Probes.Networks;
using static TorchSharp.torch;

namespace Pruning.Generators.Tests.Probes;

/// <summary>A plan and a checkpoint bring a pruned network back.</summary>
public sealed class PersistenceTests
{
    [Fact]
    public void A_plan_and_a_checkpoint_are_the_whole_network()
    {
        CompiledModel model = CompiledModels.Of(
            [Images(12, "x = c.forward(x).relu();", "private readonly Conv2d c = Conv2d(16, 12, 1);")]).Single();
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using nn.Module dense = model.New();
            PruningPlan plan = PruningPlan.Random(model.Graph!, new Random(1)).Keep("a", 5, 2, 7);
            using nn.Module pruned = model.Prune(dense, plan);
            plan.Save(Path.Combine(folder, "Slim.prune.json"));
            Checkpoint.Save(pruned, Path.Combine(folder, "slim.safetensors"));

            PruningPlan again = PruningPlan.Load(Path.Combine(folder, "Slim.prune.json"));
            again.ShouldBe(plan);
            using nn.Module back = model.Prune(model.New(), again);
            Checkpoint.Load(back, Path.Combine(folder, "slim.safetensors"));
            foreach ((string name, Tensor tensor) in pruned.state_dict())
            {
                allclose(back.state_dict()[name], tensor, rtol: 0, atol: 0).ShouldBeTrue(name);
            }

            Should.Throw<CheckpointException>(() => Checkpoint.Load(model.New(), Path.Combine(folder, "slim.safetensors")))
                .Message.ShouldContain("a.weight");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
