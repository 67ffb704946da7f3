using static TorchSharp.torch;

namespace Pruning;

/// <summary>The mean over samples and positions of the gradient of a sample's loss with respect to the activation.</summary>
public sealed record ShiftGradients : Statistic<double[]>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Shifts | Sources.Outputs;

    /// <inheritdoc/>
    public override Collector<double[]> Collect(CoupledGroup group) => new Mean();

    private sealed class Mean : Collector<double[]>
    {
        private readonly RunningSum _sum = new();
        private readonly Dictionary<string, long> _positions = [];
        private long _samples;

        public override void Output(ChannelActivation activation) => _positions.TryAdd(activation.Layer, activation.Positions);

        public override void Shifts(Tensor gradients)
        {
            _sum.Add(gradients.sum([0L]));
            _samples += gradients.shape[0];
        }

        public override double[] Result() => Vectors.Scaled(_sum.ToArray(), 1 / (_samples * _positions.Values.Average()));

        protected override void Dispose(bool disposing) => _sum.Dispose();
    }
}
