using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A convolution over (N, C, D, H, W), or without N.</summary>
public sealed class Conv3d : Convolution
{
    internal Conv3d(
        long inputs,
        long outputs,
        long[] kernel,
        long[]? stride,
        long[]? padding,
        Padding? type,
        long[]? dilation,
        PaddingModes mode,
        long groups,
        bool bias,
        Device? device,
        ScalarType? dtype)
        : base(
            nameof(Conv3d), inputs, outputs, kernel, stride ?? Sizes.Repeat(1, 3), padding, type, dilation ?? Sizes.Repeat(1, 3),
            transposed: false, Sizes.Repeat(0, 3), groups, bias, mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => Padded(
        RequireShape(input, 3),
        (padded, padding) => nn.functional.conv3d(padded, weight, bias, stride, padding, dilation, groups));
}
