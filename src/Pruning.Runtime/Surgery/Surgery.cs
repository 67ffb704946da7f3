using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>Moves weights between a dense model and its pruned form.</summary>
public static class Surgery
{
    /// <summary>
    /// Gives a pruned module the weights and buffers of the dense one that stay, together with their element type, device,
    /// <c>requires_grad</c> and training mode. All names and shapes are checked before the first tensor is written.
    /// </summary>
    /// <param name="graph">The graph of the dense model.</param>
    /// <param name="plan">The plan that the pruned module was built for.</param>
    /// <param name="dense">The dense model; it is not changed.</param>
    /// <param name="pruned">A module with the same state-dict names and the plan's widths.</param>
    /// <exception cref="PruningException">
    /// Plan, graph and modules do not fit together; the message names the first entry that does not.
    /// </exception>
    public static void Transfer(Graph graph, PruningPlan plan, Module dense, Module pruned)
    {
        ImmutableArray<ImmutableArray<int>> kept = plan.ChannelsFor(graph);
        Dictionary<string, Tensor> source = ModuleState.Of(dense, graph);
        Check(graph, kept, source, ModuleState.Of(pruned, graph));
        MoveLike(graph, source, pruned);
        Dictionary<string, Tensor> target = ModuleState.Of(pruned, graph); // moving may have replaced the tensors
        CheckKinds(graph, source, target);

        using IDisposable noGradient = no_grad();
        Dictionary<string, ParameterLayout> layouts = graph.Parameters.ToDictionary(layout => layout.Name);
        foreach ((string name, Tensor tensor) in source)
        {
            using DisposeScope scope = NewDisposeScope(); // one for each entry, so that the next one finds its memory warm
            target[name].copy_(layouts.TryGetValue(name, out ParameterLayout? layout) ? Kept(tensor, layout, kept) : tensor);
        }
        CopyModes(dense, pruned);
    }

    /// <summary>
    /// Sets, in every layer that reads channels, the weights that read a removed one to zero. Where channels meet without weights
    /// (<see cref="Group.MeetsWithoutWeights"/>), all entries of a removed one are set to zero: those that make it, too. The module keeps
    /// its size and then computes what the pruned one computes, as long as all groups are exact (<see cref="Group.IsExact"/>).
    /// </summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="plan">The plan whose removed channels are masked.</param>
    /// <param name="module">A dense module; it is changed in place.</param>
    /// <exception cref="PruningException">Plan, graph and module do not fit together.</exception>
    public static void MaskConsumers(Graph graph, PruningPlan plan, Module module)
    {
        ImmutableArray<ImmutableArray<int>> kept = plan.ChannelsFor(graph);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();

        Dictionary<string, Tensor> state = ModuleState.Of(module, graph);
        graph.CheckDense(state);
        Mask(graph, state, kept, role => role == DimensionRole.Input);
        ImmutableArray<ImmutableArray<int>> keptWithoutWeights =
        [
            .. graph.Groups.Select((group, index) => group.MeetsWithoutWeights ? kept[index] : [.. Enumerable.Range(0, group.Channels)]),
        ];
        Mask(graph, state, keptWithoutWeights, role => role != DimensionRole.Fixed);
    }

    private static void Mask(
        Graph graph, Dictionary<string, Tensor> state, ImmutableArray<ImmutableArray<int>> kept, Func<DimensionRole, bool> isMasked)
    {
        foreach (ParameterLayout layout in graph.Parameters)
        {
            for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
            {
                if (isMasked(layout.Dimensions[dimension].Role)
                    && layout.Dimensions[dimension].RemovedEntries(kept) is { Length: > 0 } removed)
                {
                    Tensor parameter = state[layout.Name];
                    parameter.index_fill_(dimension, tensor(removed, device: parameter.device), 0);
                }
            }
        }
    }

    internal static Tensor Kept(Tensor dense, ParameterLayout layout, ImmutableArray<ImmutableArray<int>> kept)
    {
        Tensor left = dense;
        for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
        {
            long[] entries = layout.Dimensions[dimension].KeptEntries(kept);
            if (entries.Length < dense.shape[dimension])
            {
                left = left.index_select(dimension, tensor(entries, device: dense.device));
            }
        }
        return left;
    }

    private static void Check(
        Graph graph, ImmutableArray<ImmutableArray<int>> kept, Dictionary<string, Tensor> source, Dictionary<string, Tensor> target)
    {
        Dictionary<string, ParameterLayout> layouts = graph.Parameters.ToDictionary(layout => layout.Name);
        int[] widths = [.. kept.Select(channels => channels.Length)];
        graph.CheckDense(source);
        foreach ((string name, Tensor tensor) in source)
        {
            if (!target.TryGetValue(name, out Tensor? pruned))
            {
                throw new PruningException($"The pruned {graph.Model} has no '{name}', which the dense one has.");
            }
            long[] expected = layouts.TryGetValue(name, out ParameterLayout? layout) ? layout.KeptShape(tensor.shape, widths) : tensor.shape;
            if (!expected.AsSpan().SequenceEqual(pruned.shape))
            {
                throw new PruningException(
                    $"'{name}' has the shape [{string.Join(", ", pruned.shape)}] in the pruned {graph.Model}, but the plan leaves " +
                    $"[{string.Join(", ", expected)}] of it.");
            }
        }
        if (target.Keys.FirstOrDefault(name => !source.ContainsKey(name)) is { } surplus)
        {
            throw new PruningException($"The pruned {graph.Model} has '{surplus}', which the dense one lacks.");
        }
    }

    // A new module lives on the CPU with 32-bit floats; the dense one may have been moved as a whole. What need not move is left alone:
    // TorchSharp 0.107 cannot move a ModuleDict.
    private static void MoveLike(Graph graph, Dictionary<string, Tensor> source, Module pruned)
    {
        if (source.FirstOrDefault(entry => entry.Value.is_floating_point()) is { Key: { } name, Value: { } dense }
            && ModuleState.Of(pruned, graph)[name] is { } tensor
            && (dense.dtype != tensor.dtype || dense.device.ToString() != tensor.device.ToString()))
        {
            pruned.to(dense.device, dense.dtype);
        }
    }

    private static void CheckKinds(Graph graph, Dictionary<string, Tensor> source, Dictionary<string, Tensor> target)
    {
        foreach ((string name, Tensor tensor) in source)
        {
            Tensor pruned = target[name];
            if (tensor.dtype != pruned.dtype || tensor.device.ToString() != pruned.device.ToString())
            {
                throw new PruningException(
                    $"'{name}' of the dense {graph.Model} is {tensor.dtype} on {tensor.device}, unlike its other floating-point tensors " +
                    $"({pruned.dtype} on {pruned.device}). Bring the model to one element type and device before pruning, and convert " +
                    "the result.");
            }
        }
    }

    private static void CopyModes(Module dense, Module pruned)
    {
        Dictionary<string, Parameter> parameters = pruned.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach ((string name, Parameter parameter) in dense.named_parameters())
        {
            parameters[name].requires_grad = parameter.requires_grad;
        }

        // From the outside to the inside, because train() reaches all children: a frozen batch norm stays frozen.
        pruned.train(dense.training);
        // Layers of a chain may share a name; they stand in the same order in both.
        ILookup<string, Module> modules = pruned.named_modules().ToLookup(named => named.name, named => named.module);
        foreach (var alike in dense.named_modules().GroupBy(named => named.name, named => named.module))
        {
            foreach ((Module module, Module counterpart) in alike.Zip(modules[alike.Key]))
            {
                if (counterpart.training != module.training)
                {
                    counterpart.train(module.training);
                }
            }
        }
    }
}
