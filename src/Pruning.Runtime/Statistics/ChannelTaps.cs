using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// The hooks at all layers that read or produce channels: they show activations to collectors, and have gradients taken at them.
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
    private readonly List<WatchedInput> _inputs = [];
    private readonly Dictionary<int, Tensor> _filterGates = [];
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

        // Only layers without parameters can share a name, and none of those is tapped.
        Dictionary<string, Module> modules = model.named_modules().DistinctBy(named => named.name)
            .ToDictionary(named => named.name, named => named.module);
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
        Forget();
        if (_sources.HasFlag(Sources.FilterGates))
        {
            MakeFilterGates(inputs);
        }
    }

    /// <summary>What the loss must be differentiated by.</summary>
    public IEnumerable<Tensor> Variables => [.. _inputs.Select(input => input.Tensor), .. _filterGates.Values];

    /// <exception cref="UnheardLayerException">A layer was passed by.</exception>
    public void CheckAllRan()
    {
        if (_watched.FirstOrDefault(layer => !_ran.Contains(layer)) is { } missing)
        {
            throw new UnheardLayerException(_users, missing);
        }
    }

    /// <summary>Shows the gradients of gates and shifts to the collectors that want them.</summary>
    /// <param name="gradients">One for each of <see cref="Variables"/>; null where the loss does not depend on it.</param>
    public void Deliver(ReadOnlySpan<Tensor?> gradients)
    {
        using IDisposable noGradient = no_grad();
        var gates = new Dictionary<int, Tensor>();
        var shifts = new Dictionary<int, Tensor>();
        for (int index = 0; index < _inputs.Count; index++)
        {
            if (gradients[index] is { } gradient)
            {
                AddUp(_inputs[index], gradient, gates, shifts);
            }
        }
        Dictionary<int, Tensor?> filterGates = _filterGates.Keys.Zip(gradients[_inputs.Count..].ToArray()).ToDictionary();
        foreach (GroupCollectors group in _groups)
        {
            Tell(group, Sources.Gates, gates.GetValueOrDefault(group.Group.Index), (collector, sums) => collector.Gates(sums));
            Tell(group, Sources.Shifts, shifts.GetValueOrDefault(group.Group.Index), (collector, sums) => collector.Shifts(sums));
            Tell(group, Sources.FilterGates, filterGates.GetValueOrDefault(group.Group.Index), (collector, sums) => collector.FilterGates(sums));
        }
        Forget();
    }

    public void Dispose()
    {
        foreach (Action remove in _removals)
        {
            remove();
        }
        Forget();
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
        return (_sources & (Sources.Gates | Sources.Shifts)) != 0 ? Watched(places, input) : input;
    }

    // A view that this layer alone reads: its gradient is that of this reading. Gates and shifts themselves need not be in the network,
    // their gradients follow from it. No layer's input is changed in place later, or the layer's weight could not be trained.
    private Tensor Watched(Place[] places, Tensor input)
    {
        Tensor watched = (input.requires_grad ? input.view_as(input) : input.detach().requires_grad_()).DetachFromDisposeScope();
        _inputs.Add(new WatchedInput(places, watched));
        return watched.alias().MoveToOuterDisposeScope();
    }

    private void AddUp(WatchedInput input, Tensor gradient, Dictionary<int, Tensor> gates, Dictionary<int, Tensor> shifts)
    {
        ChannelTap layer = input.Places[0].Tap;
        Tensor? added = _sources.HasFlag(Sources.Shifts) ? layer.SumOverPositions(gradient) : null;
        Tensor? scaled = _sources.HasFlag(Sources.Gates) ? layer.SumOfProducts(gradient, input.Tensor.detach()) : null;
        foreach (Place place in input.Places)
        {
            Add(added, place, shifts);
            Add(scaled, place, gates);
        }
    }

    private static void Add(Tensor? entries, Place place, Dictionary<int, Tensor> sums)
    {
        if (entries is not null)
        {
            int group = place.Collectors.Group.Index;
            Tensor channels = place.Tap.Channels(entries, 1).sum([2L]);
            sums[group] = sums.TryGetValue(group, out Tensor? sum) ? sum + channels : channels;
        }
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
            .Select(place => place.Tap.Spread(gates[place.Collectors.Group.Index], activation))
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
            throw new PruningException(CalibrationPass.NotFinite(place.Tap.Layer, _batch));
        }
    }

    private void MakeFilterGates(Tensor inputs)
    {
        foreach (CoupledGroup group in _groups.Select(collectors => collectors.Group))
        {
            ScalarType type = group.Members[0].Tensor.dtype;
            long[] shape = [inputs.shape[0], group.Group.Channels];
            _filterGates.Add(group.Index, ones(shape, dtype: type, device: inputs.device, requires_grad: true));
        }
    }

    private void Tell(GroupCollectors group, Sources source, Tensor? sums, Action<Collector, Tensor> tell)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Collector collector in group.Of(source))
        {
            tell(collector, sums ?? zeros([_labels!.shape[0], group.Group.Group.Channels], dtype: group.Group.Members[0].Tensor.dtype));
        }
    }

    private void Forget()
    {
        foreach (WatchedInput input in _inputs)
        {
            input.Tensor.Dispose();
        }
        _inputs.Clear();
        _filterGates.Clear();
    }

    private sealed record Place(GroupCollectors Collectors, ChannelTap Tap);

    /// <summary>What a layer has read in this run; belongs to the taps.</summary>
    private sealed record WatchedInput(Place[] Places, Tensor Tensor);
}
