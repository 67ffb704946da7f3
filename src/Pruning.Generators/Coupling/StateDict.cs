using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>A parameter or buffer under its key.</summary>
/// <param name="Key">Its key in the state dict.</param>
/// <param name="Module">The module that owns it.</param>
/// <param name="State">Its dimensions.</param>
internal sealed record StateEntry(string Key, int Module, State State)
{
    /// <summary>Whether the state dict has it; TorchSharp lists other buffers nowhere, and has to be asked for each by its name.</summary>
    public bool IsStored { get; init; } = true;
}

/// <summary>The parameters and buffers of a network, in the order of its state dict.</summary>
internal sealed class StateDict
{
    private readonly NetworkModel _network;
    private readonly Propagation _propagation;
    private readonly List<StateEntry> _entries = [];

    /// <summary>Collects them; call it when the network has been propagated.</summary>
    public StateDict(NetworkModel network, Propagation propagation)
    {
        _network = network;
        _propagation = propagation;
        Collect(0, "");
    }

    /// <summary>All entries; one that is registered twice appears under both keys.</summary>
    public IReadOnlyList<StateEntry> Entries => _entries;

    /// <summary>
    /// Keeps channels that lie inside a repeated sum: an interleaved range cannot be written as segments of products of groups.
    /// </summary>
    public void KeepWhatNoLayoutCanSay()
    {
        foreach (Segment segment in _entries.SelectMany(entry => entry.State.Dims).SelectMany(dim => dim.Dim.Resolved()))
        {
            foreach (Factor factor in segment.Factors.Where(factor => factor.Axis?.Root.Structure is not null))
            {
                factor.Axis!.Keep("their ranges are interleaved with another dimension");
            }
        }
    }

    /// <summary>The layouts of those that some group touches, or that are found by their names only.</summary>
    public EquatableArray<ParameterModel> Layouts(Groups groups) => (
        from entry in _entries
        let layout = new ParameterModel(entry.Key, Dimensions(entry.State, groups))
        where layout.Dimensions.Count > 0 || !entry.IsStored
        select layout).ToEquatableArray();

    private static EquatableArray<DimensionModel> Dimensions(State state, Groups groups)
    {
        var dimensions = state.Dims.Select(dim => groups.LayoutOf(dim)).ToList();
        int count = dimensions.FindLastIndex(dimension => dimension.Role != DimensionRole.Fixed) + 1;
        return dimensions.Take(count).ToEquatableArray();
    }

    private void Collect(int module, string prefix)
    {
        switch (_network.Modules[module])
        {
            case LayerNode:
                CollectLayer(module, prefix);
                break;
            case ClassNode node:
                CollectOwn(module, node, prefix);
                Collect(node.Children, prefix);
                break;
            case ContainerNode node:
                Collect(node.Children, prefix);
                break;
        }
    }

    private void Collect(EquatableArray<Child> children, string prefix)
    {
        foreach (Child child in children)
        {
            Collect(child.Module, prefix + child.Name + ".");
        }
    }

    private void CollectOwn(int module, ClassNode node, string prefix)
    {
        foreach (StateNode state in node.States.OrderByDescending(state => state.IsParameter))
        {
            IEnumerable<StateDim> dims = _propagation.StateOf(module, state).Select(StateDim.Channel);
            Add(module, prefix, new State(state.Name, state.IsParameter, [.. dims]), state.IsPersistent);
        }
    }

    private void CollectLayer(int module, string prefix)
    {
        foreach (State state in (_propagation.FindLayer(module)?.States ?? []).OrderByDescending(state => state.IsTrainable))
        {
            Add(module, prefix, state);
        }
    }

    private void Add(int module, string prefix, State state, bool isStored = true) =>
        _entries.Add(new StateEntry(prefix + state.Name, module, state with
        {
            Dims = [.. state.Dims.Select((dim, i) => dim with { Role = _propagation.RoleOf(module, state.Name, i, dim.Role) })],
        })
        {
            IsStored = isStored,
        });
}
