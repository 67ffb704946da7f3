using System.Globalization;
using System.Text.Json;
using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>What Torch-Pruning 1.6 makes of the same models; docs/comparison.md explains where the two differ.</summary>
public sealed class TorchPruningTests
{
    public static TheoryData<string> Models =>
    [
        "resnet18", "resnet50", "vgg16_bn", "alexnet", "mobilenet_v2", "mobilenet_v3_small", "densenet121", "googlenet", "inception_v3",
        "squeezenet1_1", "mnasnet1_0", "regnet_x_400mf", "efficientnet_b0", "convnext_tiny", "tpcifar_resnet56", "tpcifar_vgg19",
    ];

    public static TheoryData<string> ComparableModels =>
    [
        "resnet18", "resnet50", "vgg16_bn", "alexnet", "mobilenet_v2", "mobilenet_v3_small", "densenet121", "googlenet", "squeezenet1_1",
        "mnasnet1_0", "convnext_tiny", "tpcifar_resnet56", "tpcifar_vgg19",
    ];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void The_dense_models_have_as_many_parameters(string name)
    {
        JsonElement theirs = Reference.TorchPruning(name);
        Graph graph = ZooModel.Named(name).Graph;

        graph.Cost(graph.DenseWidths).Parameters.ShouldBe(theirs.GetProperty("dense_params").GetInt64());
    }

    [SkippableTheory]
    [MemberData(nameof(ComparableModels))]
    public void Half_of_the_channels_leave_the_same_parameters_and_shapes(string name)
    {
        JsonElement theirs = Reference.TorchPruning(name);
        theirs.GetProperty("comparable").GetBoolean().ShouldBeTrue();
        ZooModel zoo = ZooModel.Named(name);
        using Module dense = zoo.Create();

        // Torch-Pruning keeps (int)(C · (1 − ratio)) of C channels.
        Scores scores = zoo.Graph.Score(dense, Importance.GroupNorm(p: 2));
        PruningPlan plan = scores.Plan(Budget.Channels(0.5), Allocation.Uniform);
        plan.WidthsFor(zoo.Graph).ShouldBe(zoo.Graph.DenseWidths.Select(width => (int)(width * (1 - 0.5))));
        using Module pruned = zoo.Prune(dense, plan);

        pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(theirs.GetProperty("pruned_params").GetInt64());
        Dictionary<string, Tensor> state = pruned.state_dict();
        Dictionary<string, string> shapes = theirs.GetProperty("pruned_shapes").EnumerateObject().ToDictionary(
            entry => entry.Name, entry => string.Join(", ", entry.Value.EnumerateArray().Select(size => size.GetInt64())));
        state.Keys.Order(StringComparer.Ordinal).ShouldBe(shapes.Keys.Order(StringComparer.Ordinal));
        foreach ((string key, string shape) in shapes)
        {
            string.Join(", ", state[key].shape).ShouldBe(shape, key);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ComparableModels))]
    public void Every_group_that_Torch_Pruning_finds_is_found(string name)
    {
        JsonElement theirs = Reference.TorchPruning(name);
        Graph graph = ZooModel.Named(name).Graph;
        List<string> ours = [.. Enumerable.Range(0, graph.Groups.Length).Select(number => Members(graph, number))];

        foreach (JsonElement group in theirs.GetProperty("groups").EnumerateArray())
        {
            ours.ShouldContain(Members(group), group.GetProperty("root").GetString());
        }
        ours.Count.ShouldBe(theirs.GetProperty("groups").GetArrayLength());
    }

    // Torch-Pruning knows an attention module as one layer with one kind of channels; its heads and their widths are groups of their own here.
    [SkippableFact]
    public void Every_group_of_the_vision_transformer_is_found()
    {
        JsonElement theirs = Reference.TorchPruning("vit_b_16");
        Graph graph = ViTB16.Graph;
        List<string> ours = [.. Enumerable.Range(0, graph.Groups.Length).Select(number => Layers(graph, number))];

        foreach (JsonElement group in theirs.GetProperty("groups").EnumerateArray())
        {
            ours.ShouldContain(Layers(group), group.GetProperty("root").GetString());
        }
    }

    [SkippableFact]
    public void Half_of_the_vision_transformer_but_all_heads_leave_the_same_parameters()
    {
        JsonElement theirs = Reference.TorchPruning("vit_b_16");
        Graph graph = ViTB16.Graph;

        IEnumerable<int> widths = graph.Groups.Select(group => group.Channels == 12 ? 12 : group.Channels / 2);

        graph.Cost(graph.DenseWidths).Parameters.ShouldBe(theirs.GetProperty("dense_params").GetInt64());
        graph.Cost([.. widths]).Parameters.ShouldBe(theirs.GetProperty("pruned_params").GetInt64());
    }

    [SkippableFact]
    public void The_table_in_the_documentation_says_so()
    {
        string[] table = File.ReadAllLines(RepositoryFiles.Of("docs/comparison.md"));

        foreach (string name in Models)
        {
            table.ShouldContain(Row(name, Reference.TorchPruning(name), ZooModel.Named(name).Graph));
        }
    }

    private static string Row(string name, JsonElement theirs, Graph graph)
    {
        string pruned = theirs.TryGetProperty("pruned_params", out JsonElement parameters) ? Number(parameters.GetInt64()) : "not recorded";
        return $"| {name} | {Number(graph.Cost(graph.DenseWidths).Parameters)} | {pruned} " +
            $"| {Number(graph.Cost([.. graph.DenseWidths.Select(width => width / 2)]).Parameters)} " +
            $"| {theirs.GetProperty("n_groups").GetInt32()} | {graph.Groups.Length} |";

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }

    /// <summary>The layers in which a group has channels, each with the side on which it has them.</summary>
    private static string Members(Graph graph, int number) => Sorted(
        from parameter in graph.Parameters
        from dimension in parameter.Dimensions
        where dimension.Contains(number)
        select $"{parameter.Layer} {(dimension.Role == DimensionRole.Input ? "in" : "out")}");

    private static string Members(JsonElement group) => Sorted(
        group.GetProperty("members").EnumerateArray().Select(member => $"{Layer(member[0].GetString()!)} {member[2].GetString()}"));

    private static string Layers(Graph graph, int number) => Sorted(
        from parameter in graph.Parameters
        where parameter.Dimensions.Any(dimension => dimension.Contains(number))
        select parameter.Layer.Replace(".out_proj", "", StringComparison.Ordinal));

    private static string Layers(JsonElement group) => Sorted(
        group.GetProperty("members").EnumerateArray().Select(member => Layer(member[0].GetString()!)));

    // A parameter that no layer owns is a member by its own name; here it belongs to the module that holds it.
    private static string Layer(string name) =>
        name.StartsWith("param:", StringComparison.Ordinal) ? Owner(name["param:".Length..]) : name;

    private static string Owner(string parameter) =>
        parameter.LastIndexOf('.') is var dot and >= 0 ? parameter[..dot] : parameter;

    private static string Sorted(IEnumerable<string> members) =>
        string.Join('\n', members.Distinct().Order(StringComparer.Ordinal));
}
