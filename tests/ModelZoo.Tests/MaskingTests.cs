using Pruning;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>
/// The property that everything rests on: a pruned network computes what the dense one computes after the entries that read a removed
/// channel are set to zero. Few plans always; set the environment variable PRUNING_PLANS to try as many as it says.
/// </summary>
public sealed class MaskingTests(ITestOutputHelper log)
{
    private const int Seed = 1;

    // Relative. 32-bit floats, which take a quarter of the time of 64 bits, differ by less than 1e-6 in all of these models.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Models => [.. ZooModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Random_plans_give_what_masking_gives(string name)
    {
        ZooModel zoo = ZooModel.Named(name);
        int plans = RandomPlans.Count(always: zoo.Plans);
        log.WriteLine($"{name}: {plans} plans, seed {Seed}");
        manual_seed(Seed);
        var random = new Random(Seed);
        using IDisposable noGradient = no_grad();
        using DisposeScope everything = NewDisposeScope();
        using Tensor images = randn(zoo.Input);
        using Module dense = zoo.Create();
        using Module masked = zoo.Create();
        dense.eval();
        masked.eval();
        Disturb(dense);
        Tensor[] full = zoo.Run(dense, images);
        full.ShouldAllBe(output => output.isfinite().all().item<bool>());
        double worst = 0;
        double leastEffect = double.MaxValue;
        for (int round = 0; round < plans; round++)
        {
            PruningPlan plan = PruningPlan.Random(zoo.Graph, random);
            string widths = $"round {round}: {string.Join(", ", plan.WidthsFor(zoo.Graph))}";
            using DisposeScope scope = NewDisposeScope();
            using Module pruned = zoo.Prune(dense, plan);
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
            pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(zoo.Graph.Cost(plan.WidthsFor(zoo.Graph)).Parameters);
            Tensor[] slim = zoo.Run(pruned, images);

            // Where a normalisation's statistics run over channels, removing them is something else than zeroing: there it is enough to run.
            PruningPlan exact = WithoutApproximations(zoo.Graph, plan);
            if (!exact.Equals(plan))
            {
                slim.ShouldAllBe(output => output.isfinite().all().item<bool>(), widths);
                using Module exactly = zoo.Prune(dense, exact);
                slim = zoo.Run(exactly, images);
            }
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(zoo.Graph, exact, masked);
            Tensor[] wide = zoo.Run(masked, images);
            double difference = slim.Zip(wide, RelativeDifference).Max();
            (difference < Tolerance).ShouldBeTrue($"{difference:E1} in {widths}"); // false for NaN, too
            worst = Math.Max(worst, difference);
            leastEffect = Math.Min(leastEffect, full.Zip(wide, RelativeDifference).Max());
        }

        // What is removed has been seen in the outputs, so that a mistake would be seen in them, too.
        log.WriteLine($"{name}: largest relative difference {worst:E1}; removing changed the outputs by {leastEffect:E1} at least");
        leastEffect.ShouldBeGreaterThan(1e-3);
    }

    private static PruningPlan WithoutApproximations(Graph graph, PruningPlan plan)
    {
        foreach (Group group in graph.Groups.Where(group => !group.IsExact))
        {
            plan = plan.Keep(group.Name, Enumerable.Range(0, group.Channels));
        }
        return plan;
    }

    // New norms do nothing, and a new layer scale almost nothing; these do, and differently for each channel.
    private static void Disturb(Module model)
    {
        foreach ((string name, Tensor tensor) in model.state_dict())
        {
            if (tensor.is_floating_point() && (tensor.dim() == 1 || name.EndsWith("layer_scale", StringComparison.Ordinal)))
            {
                using Tensor noise = rand_like(tensor);
                tensor.mul_(0.5).add_(noise).add_(0.1);
            }
        }
    }

    private static double RelativeDifference(Tensor left, Tensor right)
    {
        left.shape.ShouldBe(right.shape);

        // A plan may leave a single channel that never fires; then both are zero.
        double scale = Math.Max(right.abs().max().item<float>(), 1e-12);
        return (left - right).abs().max().item<float>() / scale;
    }
}
