using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A transposed convolution over (N, C, L), or without N.</summary>
public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(
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
            nameof(ConvTranspose1d), inputs, outputs, kernel, stride ?? Sizes.Repeat(1, 1), padding, padding_type: null,
            dilation ?? Sizes.Repeat(1, 1), transposed: true, outputPadding ?? Sizes.Repeat(0, 1), groups, bias, mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size) => nn.functional.conv_transpose1d(
        RequireShape(input, 1), weight, bias, stride[0], padding![0], Extra(input, output_size)[0], dilation[0], groups);
}
