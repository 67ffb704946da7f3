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
        private readonly PerLayer<RunningMean> _means = new();

        public override void Input(ChannelActivation activation) =>
            _means.Of(activation).Add(activation.Means.sum([0L]), activation.Means.shape[0]);

        public override IReadOnlyDictionary<string, double[]> Result() =>
            _means.Layers.ToDictionary(layer => layer.Key, layer => layer.Value.ToArray());

        protected override void Dispose(bool disposing) => _means.Dispose();
    }
}
