using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Instance normalisation of (N, C, L), or without N.</summary>
public sealed class InstanceNorm1d : InstanceNorm
{
    internal InstanceNorm1d(
        long channels, double eps, double momentum, bool affine, bool track, Device? device, ScalarType? dtype)
        : base(channels, eps, momentum, affine, track, device, dtype, nameof(InstanceNorm1d))
    {
    }

    protected override long GetNumberOfBatchDimensions() => 2;

    protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 2, 3);
}
