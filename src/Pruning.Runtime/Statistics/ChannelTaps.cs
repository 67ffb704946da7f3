using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// The hooks at all layers that read or produce channels: they show activations to collectors, and put gates into the network.
/// </summary>
internal sealed class ChannelTaps : IDisposable
{
    private const Sources Inputs = Sources.Inputs | Sources.Gates | Sources.Shifts;
    private const Sources Outputs = Sources.Outputs | Sources.FilterGates;

    private readonly ImmutableArray<GroupCollectors> _groups;
    private readonly Sources _sources;
    private readonly List<Action> _removals = [];
    private readonly HashSet<string> _watched = [];
    private readonly HashSet<string> _ran = [];
    private readonly Dictionary<int, Tensor> _gates = [];
    private readonly Dictionary<int, Tensor> _filterGates = [];
    private readonly Dictionary<int, Tensor> _shifts = [];
    private readonly List<(int Group, Tensor Tensor)> _seen = [];
    private readonly string _users;
    private Tensor? _labels;
    private int _batch;
    private int _place;

    public ChannelTaps(Module model, ImmutableArray<GroupCollectors> groups, Sources sources, string users)
    {
        _groups = groups;
        _sources = sources;
        _users = users;
        if ((sources & (Inputs | Outputs)) == 0)
        {
            return;
        }

        Dictionary<string, Module> modules = model.named_modules().ToDictionary(named => named.name, named => named.module);
        if ((sources & Inputs) != 0)
        {
            foreach (var layer in Places(group => ChannelTap.Readers(group, modules, users)).GroupBy(place => place.Tap.Layer))
            {
                WatchInput([.. layer]);
            }
        }
        if ((sources & Outputs) != 0)
        {
            foreach (var layer in Places(group => ChannelTap.Producers(group, modules, users)).GroupBy(place => place.Tap.Layer))
            {
                WatchOutput([.. layer]);
            }
        }
    }

    /// <summary>The network is about to run over these samples.</summary>
    public void Begin(Tensor inputs, Tensor labels, int batch)
    {
        _labels = labels;
        _batch = batch;
        _place = 0;
        _seen.Clear();
        MakeLeaves(Sources.Gates, _gates, 1, inputs);
        MakeLeaves(Sources.FilterGates, _filterGates, 1, inputs);
        MakeLeaves(Sources.Shifts, _shifts, 0, inputs);
    }

    /// <exception cref="PruningException">A layer was passed by.</exception>
    public void CheckAllRan()
    {
        if (_watched.FirstOrDefault(layer => !_ran.Contains(layer)) is { } missing)
        {
            throw new PruningException(
                $"{_users} looks at layer '{missing}', but the network's forward never ran it through call(): it may pass the weights to " +
                "a function, or call forward() directly. Use call(), or score the group by its weights.");
        }
    }

    /// <summary>Shows the gradients of gates and shifts to the collectors that want them.</summary>
    public void DeliverGradients()
    {
        using IDisposable noGradient = no_grad();
        foreach (GroupCollectors group in _groups)
        {
            Deliver(group, Sources.Gates, _gates, (collector, gradients) => collector.Gates(gradients));
            Deliver(group, Sources.FilterGates, _filterGates, (collector, gradients) => collector.FilterGates(gradients));
            Deliver(group, Sources.Shifts, _shifts, (collector, gradients) => collector.Shifts(gradients));
        }
    }

    public void Dispose()
    {
        foreach (Action remove in _removals)
        {
            remove();
        }
    }

    private IEnumerable<Place> Places(Func<CoupledGroup, ChannelTap[]> taps) =>
        _groups.SelectMany(group => taps(group.Group).Select(tap => new Place(group, tap)));

    private void WatchInput(Place[] places)
    {
        _watched.Add(places[0].Tap.Layer);
        var remover = places[0].Tap.Module.register_forward_pre_hook((_, input) => BeforeLayer(places, input));
        _removals.Add(remover.remove);
    }

    private void WatchOutput(Place[] places)
    {
        _watched.Add(places[0].Tap.Layer);
        var remover = places[0].Tap.Module.register_forward_hook((_, _, output) => AfterLayer(places, output));
        _removals.Add(remover.remove);
    }

    private Tensor BeforeLayer(Place[] places, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(places[0], input);
        if (_sources.HasFlag(Sources.Inputs))
        {
            Show(places, input, Sources.Inputs, (collector, activation) => collector.Input(activation));
        }
        Tensor result = input;
        if (_gates.Count > 0)
        {
            result *= Factors(places, _gates, input);
        }
        if (_shifts.Count > 0)
        {
            Tensor shifts = places
                .Select(place => place.Tap.Spread(_shifts[place.Collectors.Group.Index], input, 0))
                .Aggregate((sum, next) => sum + next);
            result += places[0].Tap.Broadcast(shifts, input);
        }
        return ReferenceEquals(result, input) ? input : result.MoveToOuterDisposeScope();
    }

    private Tensor AfterLayer(Place[] places, Tensor output)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(places[0], output);
        if (_sources.HasFlag(Sources.Outputs))
        {
            Show(places, output, Sources.Outputs, (collector, activation) => collector.Output(activation));
        }
        if (_filterGates.Count == 0)
        {
            return output;
        }
        Tensor factors = Factors(places, _filterGates, output);
        Tensor gated = places[0].Tap.Bias is { } bias
            ? Gated(output, factors, places[0].Tap.Broadcast(bias.detach().unsqueeze(0), output))
            : output * factors;
        return gated.MoveToOuterDisposeScope();
    }

    private static Tensor Gated(Tensor output, Tensor factors, Tensor bias) => (output - bias) * factors + bias;

    private static Tensor Factors(Place[] places, Dictionary<int, Tensor> gates, Tensor activation)
    {
        Tensor factors = places
            .Select(place => place.Tap.Spread(gates[place.Collectors.Group.Index], activation, 1))
            .Aggregate((product, next) => product * next);
        return places[0].Tap.Broadcast(factors, activation);
    }

    private void Show(Place[] places, Tensor tensor, Sources source, Action<Collector, ChannelActivation> show)
    {
        using IDisposable noGradient = no_grad();
        Tensor values = tensor.detach();
        int order = _place++;
        foreach (Place place in places)
        {
            int group = place.Collectors.Group.Index;
            bool repeated = _seen.Exists(seen => seen.Group == group && ReferenceEquals(seen.Tensor, tensor));
            _seen.Add((group, tensor));
            var activation = new ChannelActivation(place.Tap, order, values, _labels!, repeated);
            foreach (Collector collector in place.Collectors.Of(source))
            {
                show(collector, activation);
            }
        }
    }

    private void Check(Place place, Tensor activation)
    {
        _ran.Add(place.Tap.Layer);
        if (activation.shape[0] != _labels!.shape[0])
        {
            throw new PruningException(
                $"Layer '{place.Tap.Layer}' works on a tensor of the shape [{string.Join(", ", activation.shape)}], whose first " +
                $"dimension does not count the {_labels.shape[0]} samples of the batch, so {_users} cannot tell the samples apart. " +
                "Score the group by its weights.");
        }
        if (!Finiteness.Of(activation))
        {
            throw new PruningException(
                $"Layer '{place.Tap.Layer}' meets NaN or an infinite number in batch {_batch} of the calibration data. Look at the data, " +
                "or at the layers before it.");
        }
    }

    private void MakeLeaves(Sources source, Dictionary<int, Tensor> leaves, double value, Tensor inputs)
    {
        leaves.Clear();
        if (!_sources.HasFlag(source))
        {
            return;
        }
        foreach (CoupledGroup group in _groups.Select(collectors => collectors.Group))
        {
            ScalarType type = group.Members[0].Tensor.dtype;
            long[] shape = [inputs.shape[0], group.Group.Channels];
            leaves.Add(group.Index, full(shape, value, dtype: type, device: inputs.device, requires_grad: true));
        }
    }

    private static void Deliver(
        GroupCollectors group, Sources source, Dictionary<int, Tensor> leaves, Action<Collector, Tensor> deliver)
    {
        if (!leaves.TryGetValue(group.Group.Index, out Tensor? leaf))
        {
            return;
        }
        using DisposeScope scope = NewDisposeScope();
        Tensor gradients = leaf.grad ?? zeros_like(leaf);
        foreach (Collector collector in group.Of(source))
        {
            deliver(collector, gradients);
        }
    }

    private sealed record Place(GroupCollectors Collectors, ChannelTap Tap);
}
