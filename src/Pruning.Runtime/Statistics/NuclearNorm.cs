using static TorchSharp.torch;

namespace Pruning;

/// <summary>The sum of a map's singular values. Where a layer reads vectors, it is the activation's size.</summary>
public sealed record NuclearNorm : ActivationStatistic
{
    /// <inheritdoc/>
    public override Tensor Measure(ChannelActivation activation) => activation.Positions == 1
        ? activation.Channels.abs().sum([2L])
        : SingularValues.Of(activation.Maps).sum([2L]);
}

/// <summary>Singular values of many small matrices.</summary>
internal static class SingularValues
{
    private const long Large = 32 * 32;

    /// <summary>(N, C, height, width) → (N, C, number of singular values).</summary>
    public static Tensor Of(Tensor maps)
    {
        if (maps.shape[2] * maps.shape[3] <= Large)
        {
            return linalg.svdvals(maps);
        }

        // The roots of the eigenvalues of A Aᵀ are the same, only less exact, and much cheaper for large maps.
        Tensor exact = maps.to_type(ScalarType.Float64);
        Tensor flat = maps.shape[2] <= maps.shape[3] ? exact : exact.transpose(2, 3);
        return linalg.eigvalsh(flat.matmul(flat.transpose(2, 3))).clamp_min(0).sqrt();
    }
}
