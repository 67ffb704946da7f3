namespace Pruning;

/// <summary>One accumulator for each layer, made when the layer is first met.</summary>
internal sealed class PerLayer<TAccumulator> : IDisposable
    where TAccumulator : IDisposable, new()
{
    private readonly Dictionary<string, TAccumulator> _accumulators = [];

    /// <summary>In the order in which the layers ran.</summary>
    public IReadOnlyDictionary<string, TAccumulator> Layers => _accumulators;

    public TAccumulator Of(ChannelActivation activation)
    {
        if (!_accumulators.TryGetValue(activation.Layer, out TAccumulator? found))
        {
            _accumulators.Add(activation.Layer, found = new TAccumulator());
        }
        return found;
    }

    public void Dispose()
    {
        foreach (TAccumulator accumulator in _accumulators.Values)
        {
            accumulator.Dispose();
        }
    }
}
