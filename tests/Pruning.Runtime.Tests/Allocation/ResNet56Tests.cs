using System.Collections.Immutable;
using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning.Tests;

/// <summary>
/// ResNet-56 with trained weights at half its MACs: the channels that stay are those that tests/reference/resnet_masking.py finds with
/// PyTorch, without any code of this project. Layouts and cost are written by hand here too.
/// </summary>
public class ResNet56Tests
{
    private const int Blocks = 9;

    private static readonly int[] Channels = [16, 32, 64];
    private static readonly long[] Positions = [1024, 256, 64];

    // The shortcuts pad channels with zeros on both sides, which cuts the residual stream into these ranges.
    private static readonly ImmutableArray<Group> Groups =
    [
        new("conv1", 16), .. AllBlocks().SelectMany(block => BlockGroups(block.Stage, block.Block)),
    ];

    private static readonly string[][] Residual =
    [
        ["conv1"],
        ["layer2.0.conv2[0..8]", "conv1", "layer2.0.conv2[24..32]"],
        ["layer3.0.conv2[0..16]", "layer2.0.conv2[0..8]", "conv1", "layer2.0.conv2[24..32]", "layer3.0.conv2[48..64]"],
    ];

    private static readonly Graph Graph = new("Tests.ResNet56", "", Groups, [.. Layouts()], CostOf);

    [SkippableTheory]
    [InlineData("global")]
    [InlineData("uniform")]
    public void Half_of_the_MACs_is_spent_as_an_independent_script_spends_it(string allocation)
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Reference("resnet_masking.json")));
        using StateModule model = Model();
        Checkpoint.Load(model, RepositoryFiles.Shared("models/resnet56-4bfd9763.th"));
        Graph.Cost(Graph.DenseWidths).Macs.ShouldBe(reference.RootElement.GetProperty("denseMacs").GetInt64());

        PruningPlan plan = Graph
            .Score(model, Importance.GroupNorm(p: 2))
            .Plan(Budget.Macs(0.5), allocation == "global" ? Allocation.Global : Allocation.Uniform);

        JsonElement expected = reference.RootElement.GetProperty(allocation);
        foreach (PlannedGroup group in plan.Groups)
        {
            JsonElement channels = expected.GetProperty("keep").GetProperty(group.Name);
            group.Keep.ShouldBe(channels.EnumerateArray().Select(channel => channel.GetInt32()), group.Name);
        }
        Graph.Cost(plan.WidthsFor(Graph)).Macs.ShouldBe(expected.GetProperty("macs").GetInt64());
    }

    private static IEnumerable<Group> BlockGroups(int stage, int block)
    {
        string name = $"layer{stage + 1}.{block}";
        yield return new Group($"{name}.conv1", Channels[stage]);
        if (stage > 0 && block == 0)
        {
            int padding = Channels[stage] / 4;
            yield return new Group($"{name}.conv2[0..{padding}]", padding);
            yield return new Group($"{name}.conv2[{3 * padding}..{4 * padding}]", padding);
        }
    }

    private static IEnumerable<ParameterLayout> Layouts()
    {
        yield return new ParameterLayout("conv1.weight", Dimension.Output(Stream(0)));
        foreach (ParameterLayout layout in Norm("bn1", Stream(0)))
        {
            yield return layout;
        }
        foreach ((int stage, int block, string name) in AllBlocks())
        {
            Segment[] inner = [Of($"{name}.conv1")];
            yield return new ParameterLayout($"{name}.conv1.weight", Dimension.Output(inner), Dimension.Input(Stream(Read(stage, block))));
            yield return new ParameterLayout($"{name}.conv2.weight", Dimension.Output(Stream(stage)), Dimension.Input(inner));
            foreach (ParameterLayout layout in Norm($"{name}.bn1", inner).Concat(Norm($"{name}.bn2", Stream(stage))))
            {
                yield return layout;
            }
        }
        yield return new ParameterLayout("linear.weight", Dimension.Fixed(10), Dimension.Input(Stream(2)));
    }

    private static StateModule Model() => StateModule.Of(
        Graph.Parameters
            .Select(layout => (layout.Name, zeros(Shape(layout))))
            .Append(("linear.bias", zeros(10))));

    private static long[] Shape(ParameterLayout layout)
    {
        long[] rest = layout.Name == "conv1.weight" ? [3, 3, 3] : layout.Layer.Contains("conv", StringComparison.Ordinal) ? [3, 3] : [];
        return [.. layout.Dimensions.Select(dimension => (long)dimension.Length), .. rest];
    }

    private static Cost CostOf(IReadOnlyList<int> widths)
    {
        int[] stream = [.. Residual.Select(names => names.Sum(name => widths[IndexOf(name)]))];
        long macs = 9 * 3 * stream[0] * Positions[0] + 10 * stream[2];
        foreach ((int stage, int block, string name) in AllBlocks())
        {
            macs += 9 * Positions[stage] * widths[IndexOf($"{name}.conv1")] * (stream[Read(stage, block)] + stream[stage]);
        }
        return new Cost(0, macs, 0);
    }

    private static IEnumerable<(int Stage, int Block, string Name)> AllBlocks() =>
        from stage in Enumerable.Range(0, 3)
        from block in Enumerable.Range(0, Blocks)
        select (stage, block, $"layer{stage + 1}.{block}");

    private static int Read(int stage, int block) => block == 0 && stage > 0 ? stage - 1 : stage;

    private static IEnumerable<ParameterLayout> Norm(string name, Segment[] channels) =>
        from part in (string[])["weight", "bias", "running_mean", "running_var"]
        select new ParameterLayout($"{name}.{part}", Dimension.Channel(channels));

    private static Segment[] Stream(int stage) => [.. Residual[stage].Select(Of)];

    private static Segment Of(string group) => new(Factor.Of(IndexOf(group), Groups[IndexOf(group)].Channels));

    private static int IndexOf(string group) => Groups.Select(known => known.Name).ToList().IndexOf(group);
}
