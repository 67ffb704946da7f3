using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Instance normalisation of (N, C, D, H, W), or without N.</summary>
public sealed class InstanceNorm3d : InstanceNorm
{
    internal InstanceNorm3d(
        long channels, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
        : base(channels, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm3d))
    {
    }

    protected override long GetNumberOfBatchDimensions() => 4;

    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 4, 5);
}
