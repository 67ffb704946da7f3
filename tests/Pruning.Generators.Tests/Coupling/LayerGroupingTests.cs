using System.Text.Json;
using Pruning.Generators.Tests.Compiled;

namespace Pruning.Generators.Tests.Coupling;

/// <summary>
/// Layers that must read the same channels are found in one group, as the layer grouping of Group Fisher pruning finds them (Liu et al.,
/// 2021, algorithm 1).
/// </summary>
public sealed class LayerGroupingTests
{
    [SkippableFact]
    public void Layers_with_a_common_parent_read_one_group()
    {
        MethodOracle oracle = MethodOracle.Of("layer_grouping");
        string[] layers = [.. oracle.Input("layers_in_order").EnumerateArray().Select(layer => layer.GetString()!)];
        JsonElement parents = oracle.Input("parents"), grouped = oracle.Input("is_gconv");
        string[] ParentsOf(string layer) => [.. parents.GetProperty(layer).EnumerateArray().Select(parent => parent.GetString()!)];
        bool IsGrouped(string layer) => grouped.TryGetProperty(layer, out JsonElement value) && value.GetBoolean();

        Graph graph = CompiledModels.Of([Source(layers, ParentsOf, IsGrouped)]).Single().Graph.ShouldNotBeNull();

        IEnumerable<string> found = layers.GroupBy(layer => MaskOf(graph, layer, IsGrouped(layer))).Select(group => string.Join(" ", group));
        IEnumerable<string> expected = oracle.Expected("groups").EnumerateArray()
            .Select(group => string.Join(" ", group.EnumerateArray().Select(layer => layer.GetString())));
        found.ShouldBe(expected, ignoreOrder: true);
    }

    // The groups whose channels a layer reads; a grouped convolution passes its own on. None, where it reads the network's input.
    private static string MaskOf(Graph graph, string layer, bool isGrouped)
    {
        ParameterLayout weight = graph.Parameters.Single(parameter => parameter.Name == $"{layer}.weight");
        IEnumerable<Dimension> read = weight.Dimensions.Where(dimension => isGrouped || dimension.Role == DimensionRole.Input);
        return string.Join(" ", Enumerable.Range(0, graph.Groups.Length).Where(group => read.Any(dimension => dimension.Contains(group))));
    }

    // Every layer reads the sum of its parents' outputs, or the input.
    private static string Source(string[] layers, Func<string, string[]> parents, Func<string, bool> isGrouped)
    {
        IEnumerable<string> fields = layers.Select(layer =>
            $"    private readonly Conv2d {layer} = Conv2d({(parents(layer).Length == 0 ? 3 : 8)}, 8, 3, padding: 1, groups: {(isGrouped(layer) ? 4 : 1)});");
        IEnumerable<string> calls = layers.Select(layer =>
            $"        Tensor {layer}Out = {layer}.call({string.Join(" + ", parents(layer).Select(parent => $"{parent}Out").DefaultIfEmpty("input"))}).relu();");
        IEnumerable<string> ends = layers.Where(layer => !layers.Any(other => parents(other).Contains(layer)));
        return $$"""
            [Prunable("N,3,8,8", Grouped = GroupedConvolutions.Groups)]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
            {{string.Join("\n", fields)}}

                public Net()
                    : base("Net")
                {
                    RegisterComponents();
                }

                public override Tensor forward(Tensor input)
                {
            {{string.Join("\n", calls)}}
                    return {{string.Join(" + ", ends.Select(end => $"{end}Out"))}};
                }
            }
            """;
    }
}
