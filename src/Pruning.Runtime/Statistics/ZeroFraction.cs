using static TorchSharp.torch;

namespace Pruning;

/// <summary>How often the activation is zero, from 0 to 1.</summary>
/// <param name="Tolerance">
/// Activations up to this size count as zero; by default only zero itself, which is right behind a ReLU.
/// </param>
public sealed record ZeroFraction(double Tolerance = 0) : ActivationStatistic
{
    /// <inheritdoc/>
    public override Tensor Measure(ChannelActivation activation) => Tolerance == 0
        ? 1 - (PiecewiseSums.OfNonZeros(activation.Channels.flatten(0, 1)).view(activation.Channels.shape[..2]) / activation.Positions)
        : activation.Channels.abs().le(Tolerance).to_type(ScalarType.Float32).mean([2]);
}
