using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation of (N, C, D, H, W).</summary>
public sealed class BatchNorm3d : BatchNorm
{
    internal BatchNorm3d(
        long channels, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
        : base(channels, eps, momentum, affine, track, device, dtype, nameof(BatchNorm3d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 5);
}
