using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// For every layer that reads the channels, and each pair of its filter t and a channel s: the variance over the samples of the Frobenius
/// norm of what the kernel makes of the channel, W_ts * X_s, bias left out.
/// </summary>
public sealed record InboundVariance : Statistic<IReadOnlyList<double[,]>>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<IReadOnlyList<double[,]>> Collect(CoupledGroup group) => new Variances();

    private sealed class Variances : Collector<IReadOnlyList<double[,]>>
    {
        private readonly PerLayer<RunningVariance> _variances = new();

        public override void Input(ChannelActivation activation)
        {
            _variances.Of(activation).Add(cat([.. InputWindows.Of(activation).Select(Norms)], 1));
        }

        public override IReadOnlyList<double[,]> Result() => [.. _variances.Layers.Values.Select(Table)];

        protected override void Dispose(bool disposing) => _variances.Dispose();

        // ‖W_ts * X_s‖² = wᵀ (X Xᵀ) w: the convolutions themselves need not be kept. (N, filters, C)
        private static Tensor Norms(WindowBlock block)
        {
            Tensor products = block.Inputs.matmul(block.Inputs.transpose(2, 3));
            return einsum("oca,ncab,ocb->noc", block.Weights, products, block.Weights).clamp_min(0).sqrt();
        }

        private static double[,] Table(RunningVariance variance)
        {
            using Tensor values = variance.Value();
            double[] flat = Vectors.Of(values);
            var table = new double[values.shape[0], values.shape[1]];
            Buffer.BlockCopy(flat, 0, table, 0, flat.Length * sizeof(double));
            return table;
        }
    }
}
