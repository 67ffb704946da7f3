using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>For some weights of a network, which of their elements count (one) and which are zero. It owns its tensors.</summary>
public sealed class WeightMasks : IDisposable
{
    private readonly Dictionary<string, Tensor> _masks;

    private WeightMasks(Dictionary<string, Tensor> masks) => _masks = masks;

    /// <summary>Ones and zeros of the weights' shapes and element types, by the weights' names. They belong to this.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _masks;

    /// <summary>The fraction of the masked weights' elements that is zero.</summary>
    public double Sparsity
    {
        get
        {
            using DisposeScope scope = NewDisposeScope();
            double all = _masks.Values.Sum(mask => (double)mask.NumberOfElements);
            return all == 0 ? 0 : 1 - (_masks.Values.Sum(mask => mask.sum(ScalarType.Float64).item<double>()) / all);
        }
    }

    /// <summary>Masks that hide nothing, for all weights: parameters of two dimensions or more, so no biases and norms.</summary>
    public static WeightMasks None(Module model) => Each(WeightsOf(model), weight => ones_like(weight));

    /// <summary>Masks that hide the smallest weights of each tensor by itself.</summary>
    /// <param name="model">The network.</param>
    /// <param name="pattern">What goes together.</param>
    /// <param name="sparsity">The fraction of the units that goes, by the weight's name; null for a weight that stays whole.</param>
    public static WeightMasks Smallest(Module model, MaskPattern pattern, Func<string, double?> sparsity) => Each(
        WeightsOf(model).Where(named => sparsity(named.Name) is not null),
        (name, weight) => pattern.Mask(weight.detach().abs(), sparsity(name)!.Value));

    /// <summary>Masks that hide the units that are worth at most a threshold.</summary>
    /// <param name="model">The network.</param>
    /// <param name="pattern">What goes together.</param>
    /// <param name="threshold">The threshold, the same for all weights or one for each.</param>
    /// <exception cref="PruningException">The pattern has a sparsity of its own.</exception>
    public static WeightMasks Above(Module model, MaskPattern pattern, MagnitudeThreshold threshold)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(threshold);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (string Name, Parameter Weight)[] weights = [.. WeightsOf(model)];
        Dictionary<string, double> thresholds = weights.Select(named => named.Name)
            .Zip(threshold.Of(pattern, [.. weights.Select(named => named.Weight.detach())])).ToDictionary();
        return Each(weights, (name, weight) => pattern.MaskAbove(weight.detach().abs(), thresholds[name]));
    }

    /// <summary>Masks that hide the smallest of all elements of the weights together, of equal ones the first.</summary>
    /// <param name="model">The network.</param>
    /// <param name="sparsity">The fraction of elements that goes, from 0 to 1.</param>
    public static WeightMasks SmallestOfAll(Module model, double sparsity) =>
        LowestOfAll(WeightsOf(model).Select(named => (named.Name, (Tensor)named.Weight)), weight => weight.abs(), sparsity);

    /// <summary>
    /// Masks that hide the weights to which the loss is least sensitive, the lowest of all weights together
    /// (<see cref="ConnectionSensitivity"/>). Made for networks that are not trained yet, and for one batch. Source: Lee et al., SNIP:
    /// Single-shot Network Pruning (2019).
    /// </summary>
    /// <param name="model">The network. It is left as it was.</param>
    /// <param name="calibration">Labelled data, of which the gradients of all batches are added up.</param>
    /// <param name="sparsity">The fraction of elements that goes, from 0 to 1: of n, <c>n - floor((1 - sparsity) · n)</c> go.</param>
    public static WeightMasks LeastSensitive(Module<Tensor, Tensor> model, Calibration calibration, double sparsity)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibration);
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> shares = ConnectionSensitivity.Of(model, calibration);
        double elements = shares.Values.Sum(share => (double)share.NumberOfElements);
        double kept = Math.Floor(((1 - sparsity) * elements) + 1e-9);
        return LowestOfAll(shares.Select(pair => (pair.Key, pair.Value)), share => share, 1 - (kept / elements));
    }

    /// <summary>
    /// The masks that stand for a plan: in every layer that reads channels, the weights that read a removed one are hidden. With them the
    /// network computes what the pruned one does (<see cref="Surgery.MaskConsumers"/>).
    /// </summary>
    /// <exception cref="PruningException">Plan, graph and module do not fit together.</exception>
    public static WeightMasks Of(Graph graph, PruningPlan plan, Module model)
    {
        ImmutableArray<ImmutableArray<int>> kept = plan.ChannelsFor(graph);
        Dictionary<string, Tensor> state = ModuleState.Of(model, graph);
        graph.CheckDense(state);
        return Each(
            graph.Parameters.Where(layout => layout.Reads).Select(layout => (layout.Name, state[layout.Name])),
            (name, weight) =>
            {
                ParameterLayout layout = graph.Parameters.First(layout => layout.Name == name);
                Tensor mask = ones_like(weight);
                for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
                {
                    if (layout.Dimensions[dimension].Role == DimensionRole.Input
                        && layout.Dimensions[dimension].RemovedEntries(kept) is { Length: > 0 } removed)
                    {
                        mask.index_fill_(dimension, tensor(removed, device: mask.device), 0);
                    }
                }
                return mask;
            });
    }

    /// <summary>Masks that hide what the one or the other hides.</summary>
    public WeightMasks And(WeightMasks other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Each(
            _masks.Keys.Union(other._masks.Keys).Select(name => (name, _masks.GetValueOrDefault(name) ?? other._masks[name])),
            (name, mask) => _masks.ContainsKey(name) && other._masks.TryGetValue(name, out Tensor? second) ? mask * second : mask.clone());
    }

    /// <summary>Sets what is hidden to zero in the network.</summary>
    /// <exception cref="PruningException">The network has no such weight.</exception>
    public void Apply(Module model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> state = ModuleState.Of(model, _masks.Keys);
        foreach ((string name, Tensor mask) in _masks)
        {
            if (!state.TryGetValue(name, out Tensor? weight) || !weight.shape.SequenceEqual(mask.shape))
            {
                throw new PruningException($"The masks are of another network: this one has no '{name}' of their shape.");
            }
            weight.mul_(mask);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor mask in _masks.Values)
        {
            mask.Dispose();
        }
    }

    internal static WeightMasks Of(IEnumerable<KeyValuePair<string, Tensor>> masks) =>
        Each(masks.Select(pair => (pair.Key, pair.Value)), mask => mask.clone());

    internal static IEnumerable<(string Name, Parameter Weight)> WeightsOf(Module model) =>
        model.named_parameters().Where(named => named.parameter.dim() > 1).Select(named => (named.name, named.parameter));

    private static WeightMasks LowestOfAll(IEnumerable<(string Name, Tensor Tensor)> tensors, Func<Tensor, Tensor> worth, double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (string Name, Tensor Tensor)[] all = [.. tensors];
        Tensor mask = MaskPattern.Unstructured.Mask(cat([.. all.Select(named => worth(named.Tensor).flatten())]), sparsity);
        long start = 0;
        return Each(all, tensor =>
        {
            start += tensor.NumberOfElements;
            return mask.narrow(0, start - tensor.NumberOfElements, tensor.NumberOfElements).view(tensor.shape).clone();
        });
    }

    private static WeightMasks Each<T>(IEnumerable<(string Name, T Weight)> weights, Func<Tensor, Tensor> mask)
        where T : Tensor => Each(weights, (_, weight) => mask(weight));

    private static WeightMasks Each<T>(IEnumerable<(string Name, T Weight)> weights, Func<string, Tensor, Tensor> mask)
        where T : Tensor
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return new WeightMasks(weights.ToDictionary(
            named => named.Name, named => mask(named.Name, named.Weight).detach().DetachFromDisposeScope()));
    }
}
