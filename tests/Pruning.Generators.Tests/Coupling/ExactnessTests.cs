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
    [InlineData("WholeGroups", "3,8,8")]
    [InlineData("PositionsInGroups", "3,8,8")]
    [InlineData("Mobile", "3,16,16")]
    [InlineData("Unet", "1,16,16")]
    [InlineData("Pieces", "6,20")]
    [InlineData("Shuffled", "3,8,8")]
    [InlineData("Decoder", "10")]
    [InlineData("Padded", "3,8,8")]
    [InlineData("Transformer", "7")]
    [InlineData("AnySize", "3,9,14", "Wider.cs")]
    [InlineData("Owner", "7", "Wider.cs")]
    [InlineData("Chunked", "6,10", "Wider.cs")]
    public void Pruned_equals_masked(string type, string shape, string file = "Couplings.cs")
    {
        Type model = Emitted.Load(type, file);
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        graph.Groups.ShouldNotBeEmpty();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(1);
        long[] size = [2, .. shape.Split(',').Select(long.Parse)];
        Tensor input = shape == "7" ? randint(0, 11, size, ScalarType.Int64) : randn(size);
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
            if (type is "Transformer" or "Owner" or "NonLocal")
            {
                MaskProducers(graph, plan, masked);
            }


            Tensor expected = masked.forward(input);
            Tensor difference = (expected - pruned.forward(input)).abs().max() / expected.abs().max();

            difference.item<float>().ShouldBeLessThan(1e-4f, plan.ToString());
            pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(graph.Cost(plan.WidthsFor(graph)).Parameters);
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
        }
    }

    [Theory]
    [InlineData("HalvesBySlices")]
    [InlineData("SliceFromTheEnd")]
    [InlineData("SplitBySizesAndSwap")]
    [InlineData("Repeated")]
    [InlineData("Interleaved")]
    [InlineData("TwiceTheSame")]
    [InlineData("ConstantsBefore")]
    [InlineData("PixelsToChannels")]
    [InlineData("ChannelsToPixels")]
    [InlineData("Windows")]
    [InlineData("ParameterInEinsum")]
    [InlineData("ParameterInConvolution")]
    [InlineData("PositionsAndScale")]
    [InlineData("SpatialAttention")]
    [InlineData("NonLocal")]
    [InlineData("SharedConvolution")]
    [InlineData("Recurrence")]
    [InlineData("DepthMultiplier")]
    [InlineData("GroupsAsOutputs")]
    [InlineData("DepthwiseTransposed")]
    [InlineData("ReusedPReLU")]
    [InlineData("Maxout")]
    [InlineData("NormOverEverything")]
    [InlineData("RootMeanSquare")]
    [InlineData("OrderMatters")]
    [InlineData("Selected")]
    [InlineData("FunctionalNorms")]
    public void Pruned_equals_masked_around_one_construct(string type) => Pruned_equals_masked(type, "3,8,8", "Probes.cs");

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

    /// <summary>
    /// Queries and keys meet each other, and a tied weight both produces and reads: no weight that only reads could be masked, so the
    /// channels are masked where they are produced, too.
    /// </summary>
    private static void MaskProducers(Graph graph, PruningPlan plan, nn.Module module)
    {
        var kept = plan.ChannelsFor(graph);
        Dictionary<string, Tensor> state = module.state_dict();
        foreach (ParameterLayout layout in graph.Parameters)
        {
            for (int i = 0; i < layout.Dimensions.Length; i++)
            {
                if (layout.Dimensions[i].RemovedEntries(kept) is { Length: > 0 } removed)
                {
                    state[layout.Name].index_fill_(i, tensor(removed), 0);
                }
            }
        }
    }
}
