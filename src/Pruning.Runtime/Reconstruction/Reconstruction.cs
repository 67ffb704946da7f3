using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Changes the weights of a pruned network, so that what stays makes up for what went. Derive from it to add one.
/// </summary>
public abstract record Reconstruction : ICalibrated
{
    /// <summary>The statistics of the dense network that it needs; by default none.</summary>
    public virtual ImmutableArray<Statistic> Needs => [];

    /// <summary>Changes the pruned network.</summary>
    /// <param name="networks">Dense and pruned network, and what was seen of the dense one.</param>
    /// <returns>What was done to which layer.</returns>
    public abstract ReconstructionReport Apply(PrunedPair networks);
}

/// <summary>What a reconstruction did.</summary>
/// <param name="Layers">One entry for each layer that reads channels of which some were removed.</param>
public sealed record ReconstructionReport(ImmutableArray<ReconstructedLayer> Layers);

/// <summary>What a reconstruction did to a layer.</summary>
/// <param name="Layer">The layer's path.</param>
/// <param name="Note">What was done, or why nothing was.</param>
/// <param name="IsChanged">Whether the layer was changed.</param>
public sealed record ReconstructedLayer(string Layer, string Note, bool IsChanged);

/// <summary>A dense network and its pruned form.</summary>
public sealed class PrunedPair
{
    internal PrunedPair(
        Graph graph, PruningPlan plan, Module<Tensor, Tensor> dense, Module<Tensor, Tensor> pruned, Calibration calibration,
        Statistics? statistics)
    {
        Graph = graph;
        Kept = plan.ChannelsFor(graph);
        Dense = dense;
        Pruned = pruned;
        Calibration = calibration;
        Groups = [.. CoupledGroup.AllOf(graph, dense, statistics)];
    }

    /// <summary>The dense network's graph.</summary>
    public Graph Graph { get; }

    /// <summary>For each group the channels that stay, ascending.</summary>
    public ImmutableArray<ImmutableArray<int>> Kept { get; }

    /// <summary>The dense network.</summary>
    public Module<Tensor, Tensor> Dense { get; }

    /// <summary>The pruned network.</summary>
    public Module<Tensor, Tensor> Pruned { get; }

    /// <summary>The data.</summary>
    public Calibration Calibration { get; }

    /// <summary>The groups of the dense network, with the statistics that the reconstruction needs.</summary>
    public ImmutableArray<CoupledGroup> Groups { get; }

    /// <summary>The members that read channels of which some were removed, in the order of the state dict.</summary>
    internal IEnumerable<(CoupledGroup Group, GroupMember Member)> Readers() =>
        from @group in Groups
        where Kept[@group.Index].Length < @group.Group.Channels
        from member in @group.Members
        where member.Role == DimensionRole.Input
        select (@group, member);

    /// <summary>The pruned network's parameter of this name.</summary>
    internal Tensor Weight(string name) => Pruned.state_dict()[name];
}
