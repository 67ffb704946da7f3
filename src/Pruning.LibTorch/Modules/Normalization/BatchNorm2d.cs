using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation of (N, C, H, W).</summary>
public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(
        long channels, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
        : base(channels, eps, momentum, affine, track, device, dtype, nameof(BatchNorm2d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 4);
}
