using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A convolution over (N, C, H, W), or without N.</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(
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
            nameof(Conv2d), inputs, outputs, kernel, stride ?? Sizes.Repeat(1, 2), padding, type, dilation ?? Sizes.Repeat(1, 2),
            transposed: false, Sizes.Repeat(0, 2), groups, bias, mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => Padded(
        RequireShape(input, 2),
        (padded, padding) => nn.functional.conv2d(padded, weight, bias, stride, padding, dilation, groups));
}
