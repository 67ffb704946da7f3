using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The mean over the positions of a power of the mean map: the activations of all samples are averaged before the power is taken.
/// </summary>
/// <param name="P">The exponent.</param>
public sealed record MeanMapPower(double P) : Statistic<double[]>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<double[]> Collect(CoupledGroup group) => new Maps(P);

    private sealed class Maps(double power) : Collector<double[]>
    {
        private readonly PerLayer<RunningSum> _sums = new();
        private readonly Dictionary<string, long> _samples = [];

        public override void Input(ChannelActivation activation)
        {
            if (activation.IsRepeated)
            {
                return;
            }
            _sums.Of(activation).Add(activation.Channels.sum([0L]));
            _samples[activation.Layer] = _samples.GetValueOrDefault(activation.Layer) + activation.Channels.shape[0];
        }

        public override double[] Result() => Vectors.Mean(_sums.Layers.Select(layer => Powers(layer.Value, _samples[layer.Key])));

        protected override void Dispose(bool disposing) => _sums.Dispose();

        private double[] Powers(RunningSum sum, long samples)
        {
            using DisposeScope scope = NewDisposeScope();
            return Vectors.Of((sum.Value / samples).abs().pow(power).mean([1]));
        }
    }
}
