using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>A group together with everything in the dense model that belongs to its channels: what a criterion scores.</summary>
public sealed class CoupledGroup
{
    private readonly Statistics? _statistics;

    private CoupledGroup(Module model, Graph graph, int index, ImmutableArray<GroupMember> members, Statistics? statistics)
    {
        _statistics = statistics;
        Graph = graph;
        Model = model;
        Index = index;
        Group = graph.Groups[index];
        Members = members;
    }

    /// <summary>The model's graph.</summary>
    public Graph Graph { get; }

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

    /// <summary>What a calibration pass has collected for the group.</summary>
    /// <exception cref="PruningException">There was no calibration pass, or it did not collect this statistic.</exception>
    public TValue Get<TValue>(Statistic<TValue> statistic)
        where TValue : class =>
        _statistics is not null
            ? _statistics.Get(Index, statistic)
            : throw new PruningException(
                $"{statistic} comes from calibration data, and there are none. Score with {nameof(Graph)}.{nameof(Graph.Score)}(model, " +
                $"importance, calibration), and name the statistic in {nameof(ICalibrated.Needs)}.");

    /// <summary>The trained members of the given kinds; those whose layers produce the channels come first.</summary>
    /// <exception cref="PruningException">There is none.</exception>
    public ImmutableArray<GroupMember> MembersOf(GroupMembers kinds)
    {
        ImmutableArray<GroupMember> found =
            [.. Members.Where(member => member.Is(kinds)).OrderBy(member => member.Role == DimensionRole.Output ? 0 : 1)];
        return found.IsEmpty
            ? throw new PruningException(
                $"Group '{Group.Name}' has no member of the kind {kinds}, so they say nothing about its channels. Let more kinds count.")
            : found;
    }

    /// <summary>All groups of the model that a group is of, with the same statistics.</summary>
    internal static IEnumerable<CoupledGroup> AllLike(CoupledGroup one) => AllOf(one.Graph, one.Model, one._statistics);

    /// <exception cref="PruningException">The module is not the graph's model, or a tensor holds NaN or an infinite number.</exception>
    internal static IEnumerable<CoupledGroup> AllOf(Graph graph, Module model, Statistics? statistics = null)
    {
        Dictionary<string, Tensor> state = ModuleState.Of(model, graph);
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
            yield return new CoupledGroup(model, graph, index, [.. members], statistics);
        }
    }

    private static void CheckFinite(Graph graph, ParameterLayout layout, Tensor tensor)
    {
        if (!Finiteness.Of(tensor))
        {
            IEnumerable<string> groups = graph.Groups
                .Where((_, group) => layout.Dimensions.Any(dimension => dimension.Contains(group)))
                .Select(group => $"'{group.Name}'");
            throw new PruningException(
                $"The parameter '{layout.Name}' of layer '{layout.Layer}' (group {string.Join(", ", groups)}) holds NaN or an infinite " +
                "number; its channels cannot be ranked. Was the model trained to the end without overflow?");
        }
    }
}
