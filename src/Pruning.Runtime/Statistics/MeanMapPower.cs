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
        private readonly PerLayer<RunningMean> _maps = new();

        public override void Input(ChannelActivation activation)
        {
            if (!activation.IsRepeated)
            {
                _maps.Of(activation).Add(activation.Channels.sum([0L]), activation.Channels.shape[0]);
            }
        }

        public override double[] Result() => Vectors.Mean(_maps.Layers.Values.Select(Powers));

        protected override void Dispose(bool disposing) => _maps.Dispose();

        private double[] Powers(RunningMean map)
        {
            using DisposeScope scope = NewDisposeScope();
            return Vectors.Of(map.Value.abs().pow(power).mean([1]));
        }
    }
}
