using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The gradients t of gates: a gate is a factor 1 at a channel of one sample, the same wherever the channel is read, and t is the
/// derivative of the sample's loss with respect to it. It equals the sum, over all layers that read the channel and all positions, of
/// activation times gradient. Coupled layers are added up before anything is squared.
/// </summary>
public sealed record GateGradients : Statistic<GateMoments>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Gates | Sources.Outputs;

    /// <inheritdoc/>
    public override Collector<GateMoments> Collect(CoupledGroup group) => new Moments();

    private sealed class Moments : Collector<GateMoments>
    {
        private readonly RunningSum _sum = new(), _squares = new(), _absolutes = new();
        private readonly Dictionary<string, long> _positions = [];
        private long _samples;

        public override void Output(ChannelActivation activation) => _positions.TryAdd(activation.Layer, activation.Positions);

        public override void Gates(Tensor gradients)
        {
            Tensor exact = gradients.to_type(ScalarType.Float64);
            _sum.Add(exact.sum([0L]));
            _squares.Add(exact.square().sum([0L]));
            _absolutes.Add(exact.abs().sum([0L]));
            _samples += gradients.shape[0];
        }

        public override GateMoments Result() =>
            new(_samples, _positions.Values.DefaultIfEmpty(1).Average(), _sum.ToArray(), _squares.ToArray(), _absolutes.ToArray());

        protected override void Dispose(bool disposing)
        {
            _sum.Dispose();
            _squares.Dispose();
            _absolutes.Dispose();
        }
    }
}

/// <summary>Sums over the samples of what becomes of a gate's gradient t; each has one number per channel.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Positions">The number of positions of a channel (height times width) where it is
/// produced; where several layers produce it at different sizes, their mean.</param>
/// <param name="Sum">The sums of t.</param>
/// <param name="Squares">The sums of t².</param>
/// <param name="Absolutes">The sums of |t|.</param>
public sealed record GateMoments(long Samples, double Positions, double[] Sum, double[] Squares, double[] Absolutes);
