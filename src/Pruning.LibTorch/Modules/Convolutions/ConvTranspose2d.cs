using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A transposed convolution over (N, C, H, W), or without N.</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(
        long inputs,
        long outputs,
        long[] kernel,
        long[]? stride,
        long[]? padding,
        long[]? outputPadding,
        long[]? dilation,
        PaddingModes mode,
        long groups,
        bool bias,
        Device? device,
        ScalarType? dtype)
        : base(
            nameof(ConvTranspose2d), inputs, outputs, kernel, stride ?? Sizes.Repeat(1, 2), padding, padding_type: null,
            dilation ?? Sizes.Repeat(1, 2), transposed: true, outputPadding ?? Sizes.Repeat(0, 2), groups, bias, mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size) => nn.functional.conv_transpose2d(
        RequireShape(input, 2), weight, bias, stride, padding, Extra(input, output_size), dilation, groups);
}
