using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A transposed convolution over (N, C, D, H, W), or without N.</summary>
public sealed class ConvTranspose3d : ConvolutionTranspose
{
    internal ConvTranspose3d(
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
            nameof(ConvTranspose3d), inputs, outputs, kernel, stride ?? Sizes.Repeat(1, 3), padding, padding_type: null,
            dilation ?? Sizes.Repeat(1, 3), transposed: true, outputPadding ?? Sizes.Repeat(0, 3), groups, bias, mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size) => nn.functional.conv_transpose3d(
        RequireShape(input, 3), weight, bias, stride, padding, Extra(input, output_size), dilation, groups);
}
