using static TorchSharp.torch;

namespace Pruning;

/// <summary>The mean over the positions of the activation's size to a power.</summary>
/// <param name="P">The exponent, 1 for the size itself.</param>
public sealed record ActivationPower(double P) : ActivationStatistic
{
    /// <inheritdoc/>
    public override Tensor Measure(ChannelActivation activation) => activation.Channels.abs().pow(P).mean([2]);
}
