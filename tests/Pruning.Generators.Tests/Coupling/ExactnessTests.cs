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
        Tensor[] inputs = [.. shape.Split(';').Select(InputOf)];
        nn.Module dense = New(model);
        Randomize(dense);
        var random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            PruningPlan plan = WithoutApproximations(graph, PruningPlan.Random(graph, random));
            var pruned = (nn.Module)model.GetMethod("Prune")!.Invoke(dense, [plan])!;
            nn.Module masked = New(model);
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(graph, plan, masked);
            Tensor expected = Run(masked, inputs);
            Tensor difference = (expected - Run(pruned, inputs)).abs().max() / expected.abs().max();

            difference.item<float>().ShouldBe(0, 1e-4f, plan.ToString());
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
    [InlineData("Selected")]
    [InlineData("FunctionalNorms")]
    public void Pruned_equals_masked_around_one_construct(string type) => Pruned_equals_masked(type, "3,8,8", "Probes.cs");

    [Theory]
    [InlineData("LastStep", "7,6", "Recurrences.cs")]
    [InlineData("BothDirections", "7,6", "Recurrences.cs")]
    [InlineData("EncoderDecoder", "7,6", "Recurrences.cs")]
    [InlineData("Cells", "5,6", "Recurrences.cs")]
    [InlineData("Recognizer", "3,8,16", "Recurrences.cs")]
    [InlineData("FusedAttention", "7,6", "Attentions.cs")]
    [InlineData("StackedAttention", "7,6", "Attentions.cs")]
    [InlineData("CrossAttention", "7,6;5,9", "Attentions.cs")]
    [InlineData("GroupedQueries", "7,6", "Attentions.cs")]
    [InlineData("ExpandedQueries", "7,6", "Attentions.cs")]
    [InlineData("RelativePositions", "4,6", "Attentions.cs")]
    [InlineData("TiedAutoencoder", "6", "Attentions.cs")]
    [InlineData("TwoAttentions", "7,6;5,9", "Encoders.cs")]
    [InlineData("FurtherPositions", "7,6", "Encoders.cs")]
    [InlineData("Encoder", "7", "Encoders.cs")]
    [InlineData("DecoderStack", "7,6;5,9", "Encoders.cs")]
    [InlineData("Translator", "7,6;5,9", "Encoders.cs")]
    [InlineData("Sums", "6", "Attentions.cs")]
    public void Pruned_equals_masked_in_sequences(string type, string shape, string file) => Pruned_equals_masked(type, shape, file);

    private static Tensor InputOf(string shape)
    {
        long[] size = [2, .. shape.Split(',').Select(long.Parse)];
        return shape == "7" ? randint(0, 11, size, ScalarType.Int64) : randn(size);
    }

    private static Tensor Run(nn.Module module, Tensor[] inputs) =>
        (Tensor)module.GetType().GetMethod("forward")!.Invoke(module, [.. inputs])!;

    private static nn.Module New(Type model)
    {
        var module = (nn.Module)Activator.CreateInstance(model)!;
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
}
