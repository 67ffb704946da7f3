using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// A network some of whose weights are hidden for the time being. Weights and masks are kept apart, so that hidden weights can come back;
/// <see cref="Commit"/> makes it final, and removes the channels that nothing reads any more.
/// </summary>
public sealed class MaskedModel : IDisposable
{
    private readonly ModelSnapshot _dense;
    private bool _committed;

    /// <summary>Hides weights of a network, which shows its masked form until this is disposed of.</summary>
    /// <param name="model">The network; it stays the caller's.</param>
    /// <param name="masks">What to hide; this takes them over.</param>
    public MaskedModel(Module model, WeightMasks masks)
    {
        Model = model;
        Masks = masks;
        _dense = ModelSnapshot.Of(model);
        masks.Apply(model);
    }

    /// <summary>The network, with its masked weights.</summary>
    public Module Model { get; }

    /// <summary>What is hidden now.</summary>
    public WeightMasks Masks { get; private set; }

    /// <summary>The weights without masks, by their names.</summary>
    public IReadOnlyDictionary<string, Tensor> Dense => _dense.Tensors;

    /// <summary>Hides other weights; those that were hidden and are not any more have their values back.</summary>
    /// <param name="masks">What to hide; this takes them over.</param>
    public void Hide(WeightMasks masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        _dense.Restore(Model);
        masks.Apply(Model);
        if (!ReferenceEquals(masks, Masks))
        {
            Masks.Dispose();
        }
        Masks = masks;
    }

    /// <summary>
    /// Which channels stay when those go that no layer reads: whose weights are zero in every layer that reads the group. The network
    /// without them computes the same. Of a group that nothing reads at all, the first channels stay, as many as it needs.
    /// </summary>
    /// <param name="graph">The graph of the network's class.</param>
    /// <exception cref="PruningException">The network is not of that class.</exception>
    public PruningPlan Removable(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return PruningPlan.FromChannels(graph, [.. CoupledGroup.AllOf(graph, Model).Select(Read)]);
    }

    /// <summary>Leaves the masked weights in the network for good, and builds the smaller one.</summary>
    /// <param name="graph">The graph of the network's class.</param>
    /// <param name="prune">Builds the network of a plan: <c>plan => dense.Prune(plan)</c>.</param>
    /// <returns>The network without the channels that nothing reads.</returns>
    /// <exception cref="PruningException">The network is not of that class.</exception>
    public TPruned Commit<TPruned>(Graph graph, Func<PruningPlan, TPruned> prune)
    {
        ArgumentNullException.ThrowIfNull(prune);
        TPruned pruned = prune(Removable(graph));
        _committed = true;
        return pruned;
    }

    /// <summary>Gives the network its hidden weights back, unless they were given up with <see cref="Commit"/>.</summary>
    public void Dispose()
    {
        if (!_committed)
        {
            _dense.Restore(Model);
        }
        _dense.Dispose();
        Masks.Dispose();
    }

    private static ImmutableArray<int> Read(CoupledGroup group)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        double[][] readers =
        [
            .. group.Members
                .Where(member => member.Role == DimensionRole.Input)
                .Select(member => member.SumPerChannel(member.Tensor.abs())),
        ];
        int[] all = [.. Enumerable.Range(0, group.Group.Channels)];
        // A group without readers that have weights cannot be judged.
        int[] read = readers.Length == 0 ? all : [.. all.Where(channel => readers.Any(sums => sums[channel] != 0))];
        return [.. read.Concat(all.Except(read).Take(Math.Max(1, group.Group.MinimumWidth) - read.Length)).Order()];
    }
}
