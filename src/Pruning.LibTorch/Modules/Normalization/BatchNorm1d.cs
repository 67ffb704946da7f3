using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation of (N, C) or (N, C, L).</summary>
public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(
        long channels, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
        : base(channels, eps, momentum, affine, track, device, dtype, nameof(BatchNorm1d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 2, 3);
}
