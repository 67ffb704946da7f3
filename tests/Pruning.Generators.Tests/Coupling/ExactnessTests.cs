using Pruning.Generators.Tests.Emitting;
using static TorchSharp.torch;

namespace Pruning.Generators.Tests.Coupling;

/// <summary>
/// Every kind of coupling, compiled and run: the pruned network computes what the dense one computes when the weights that read removed
/// channels are zero.
/// </summary>
public sealed class ExactnessTests
{
    [Theory]
    [InlineData("Grouped", "3,8,8")]
    [InlineData("Mobile", "3,16,16")]
    [InlineData("Unet", "1,16,16")]
    [InlineData("Pieces", "6,20")]
    [InlineData("Shuffled", "3,8,8")]
    [InlineData("Decoder", "10")]
    [InlineData("Padded", "3,8,8")]
    [InlineData("Transformer", "7")]
    public void Pruned_equals_masked(string type, string shape)
    {
        Type model = Emitted.Load(type, "Couplings.cs");
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        graph.Groups.ShouldNotBeEmpty();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(1);
        long[] size = [2, .. shape.Split(',').Select(long.Parse)];
        Tensor input = type == "Transformer" ? randint(0, 11, size, ScalarType.Int64) : randn(size);
        nn.Module<Tensor, Tensor> dense = New(model);
        Randomize(dense);
        var random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            PruningPlan plan = WithoutApproximations(graph, PruningPlan.Random(graph, random));
            var pruned = (nn.Module<Tensor, Tensor>)model.GetMethod("Prune")!.Invoke(dense, [plan])!;
            nn.Module<Tensor, Tensor> masked = New(model);
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(graph, plan, masked);
            MaskWhatNobodyReads(graph, plan, masked);

            Tensor expected = masked.forward(input);
            Tensor difference = (expected - pruned.forward(input)).abs().max() / expected.abs().max();

            difference.item<float>().ShouldBeLessThan(1e-4f, plan.ToString());
            pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(graph.Cost(plan.WidthsFor(graph)).Parameters);
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
        }
    }

    private static nn.Module<Tensor, Tensor> New(Type model)
    {
        var module = (nn.Module<Tensor, Tensor>)Activator.CreateInstance(model)!;
        module.eval();
        return module;
    }

    /// <summary>Weights and statistics that are no special case.</summary>
    private static void Randomize(nn.Module module)
    {
        foreach ((string name, Tensor tensor) in module.state_dict().Where(entry => entry.Value.is_floating_point()))
        {
            if (name.EndsWith("running_var"))
            {
                tensor.uniform_(0.5, 1.5);
            }
            else if (tensor.dim() == 1)
            {
                tensor.normal_(0.3, 0.5);
            }
        }
    }

    /// <summary>The plan with all channels of the groups that are not exact.</summary>
    private static PruningPlan WithoutApproximations(Graph graph, PruningPlan plan)
    {
        foreach (Group group in graph.Groups.Where(group => !group.IsExact))
        {
            plan = plan.Keep(group.Name, Enumerable.Range(0, group.Channels));
        }

        return plan;
    }

    /// <summary>Queries and keys meet each other, and no weights: a channel that no layer reads is masked where it is produced.</summary>
    private static void MaskWhatNobodyReads(Graph graph, PruningPlan plan, nn.Module module)
    {
        var kept = plan.ChannelsFor(graph);
        Dictionary<string, Tensor> state = module.state_dict();
        HashSet<int?> read = [.. graph.Parameters.SelectMany(layout => layout.Dimensions)
            .Where(dimension => dimension.Role == DimensionRole.Input)
            .SelectMany(dimension => dimension.Segments).SelectMany(segment => segment.Factors).Select(factor => factor.Group)];
        foreach (ParameterLayout layout in graph.Parameters)
        {
            Dimension first = layout.Dimensions[0];
            if (first.Segments.Any(segment => segment.Factors.Any(factor => factor.Group is { } group && !read.Contains(group))))
            {
                int[] removed = [.. Enumerable.Range(0, (int)state[layout.Name].shape[0]).Except(first.KeptEntries(kept).Select(entry => (int)entry))];
                if (removed.Length > 0)
                {
                    state[layout.Name].index_fill_(0, tensor(removed.Select(entry => (long)entry).ToArray()), 0);
                }
            }
        }
    }
}
