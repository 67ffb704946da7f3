using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// A number for every sample and channel, taken from the tensors that the group's layers read, and averaged: over the samples, then over
/// the tensors where layers read different ones. Derive from it to measure something else.
/// </summary>
public abstract record ActivationStatistic : Statistic<double[]>
{
    /// <inheritdoc/>
    public sealed override Sources Sources => Sources.Inputs;

    /// <summary>Measures one batch.</summary>
    /// <returns>One number per sample and channel, (N, C).</returns>
    public abstract Tensor Measure(ChannelActivation activation);

    /// <inheritdoc/>
    public sealed override Collector<double[]> Collect(CoupledGroup group) => new Means(this);

    private sealed class Means(ActivationStatistic statistic) : Collector<double[]>
    {
        private readonly PerLayer<RunningMean> _means = new();

        public override void Input(ChannelActivation activation)
        {
            if (activation.IsRepeated)
            {
                return;
            }
            Tensor measured = statistic.Measure(activation);
            _means.Of(activation).Add(measured.to_type(ScalarType.Float64).sum([0L]), measured.shape[0]);
        }

        public override double[] Result() => Vectors.Mean(_means.Layers.Values.Select(mean => mean.ToArray()));

        protected override void Dispose(bool disposing) => _means.Dispose();
    }
}
