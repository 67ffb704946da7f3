namespace Pruning;

/// <summary>The mean activation of every channel, for every layer that reads the channels.</summary>
public sealed record ActivationMeans : Statistic<IReadOnlyDictionary<string, double[]>>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<IReadOnlyDictionary<string, double[]>> Collect(CoupledGroup group) => new Means();

    private sealed class Means : Collector<IReadOnlyDictionary<string, double[]>>
    {
        private readonly PerLayer<RunningSum> _sums = new();
        private readonly Dictionary<string, long> _samples = [];

        public override void Input(ChannelActivation activation)
        {
            _sums.Of(activation).Add(activation.Means.sum([0L]));
            _samples[activation.Layer] = _samples.GetValueOrDefault(activation.Layer) + activation.Means.shape[0];
        }

        public override IReadOnlyDictionary<string, double[]> Result() =>
            _sums.Layers.ToDictionary(layer => layer.Key, layer => Vectors.Scaled(layer.Value.ToArray(), 1.0 / _samples[layer.Key]));

        protected override void Dispose(bool disposing) => _sums.Dispose();
    }
}
