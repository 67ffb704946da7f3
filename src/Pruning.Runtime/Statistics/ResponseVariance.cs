using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The variance over the samples of the Frobenius norm of what a filter gives, bias left out; the mean where several layers produce the
/// channels.
/// </summary>
public sealed record ResponseVariance : Statistic<double[]>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Outputs;

    /// <inheritdoc/>
    public override Collector<double[]> Collect(CoupledGroup group) => new Norms();

    private sealed class Norms : Collector<double[]>
    {
        private readonly PerLayer<RunningVariance> _variances = new();

        public override void Output(ChannelActivation activation)
        {
            _variances.Of(activation).Add(activation.WithoutBias.square().sum([2L]).sqrt());
        }

        public override double[] Result() => Vectors.Mean(_variances.Layers.Values.Select(Numbers));

        protected override void Dispose(bool disposing) => _variances.Dispose();

        private static double[] Numbers(RunningVariance variance)
        {
            using Tensor values = variance.Value();
            return Vectors.Of(values);
        }
    }
}
