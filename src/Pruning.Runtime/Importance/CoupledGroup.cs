using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>A group together with everything in the dense model that belongs to its channels: what a criterion scores.</summary>
public sealed class CoupledGroup
{
    private CoupledGroup(Module model, Graph graph, int index, ImmutableArray<GroupMember> members)
    {
        Model = model;
        Index = index;
        Group = graph.Groups[index];
        Members = members;
    }

    /// <summary>The dense model.</summary>
    public Module Model { get; }

    /// <summary>The group.</summary>
    public Group Group { get; }

    /// <summary>The group's index in the graph.</summary>
    public int Index { get; }

    /// <summary>
    /// Every dimension of a parameter or buffer that holds the group's channels, in the order of the state dict. A parameter that both
    /// reads and produces the channels is there twice.
    /// </summary>
    public ImmutableArray<GroupMember> Members { get; }

    /// <exception cref="PruningException">The module is not the graph's model, or a tensor holds NaN or an infinite number.</exception>
    internal static IEnumerable<CoupledGroup> AllOf(Graph graph, Module model)
    {
        Dictionary<string, Tensor> state = model.state_dict();
        var trainable = model.named_parameters().Select(named => named.name).ToHashSet();
        graph.CheckDense(state);
        foreach (ParameterLayout layout in graph.Parameters)
        {
            CheckFinite(graph, layout, state[layout.Name]);
        }
        for (int index = 0; index < graph.Groups.Length; index++)
        {
            var members =
                from layout in graph.Parameters
                from dimension in Enumerable.Range(0, layout.Dimensions.Length)
                where layout.Dimensions[dimension].Contains(index)
                let isBuffer = !trainable.Contains(layout.Name)
                select new GroupMember(layout, dimension, state[layout.Name], index, graph.Groups[index].Channels, isBuffer);
            yield return new CoupledGroup(model, graph, index, [.. members]);
        }
    }

    private static void CheckFinite(Graph graph, ParameterLayout layout, Tensor tensor)
    {
        if (!IsFinite(tensor))
        {
            IEnumerable<string> groups = graph.Groups
                .Where((_, group) => layout.Dimensions.Any(dimension => dimension.Contains(group)))
                .Select(group => $"'{group.Name}'");
            throw new PruningException(
                $"The parameter '{layout.Name}' of layer '{layout.Layer}' (group {string.Join(", ", groups)}) holds NaN or an infinite " +
                "number; its channels cannot be ranked. Was the model trained to the end without overflow?");
        }
    }

    private static bool IsFinite(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return tensor.isfinite().all().item<bool>();
    }
}
