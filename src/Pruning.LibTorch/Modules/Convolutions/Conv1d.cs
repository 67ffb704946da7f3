using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A convolution over (N, C, L), or without N.</summary>
public sealed class Conv1d : Convolution
{
    internal Conv1d(
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
            nameof(Conv1d), inputs, outputs, kernel, stride ?? Sizes.Repeat(1, 1), padding, type, dilation ?? Sizes.Repeat(1, 1),
            transposed: false, Sizes.Repeat(0, 1), groups, bias, mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => Padded(
        RequireShape(input, 1),
        (padded, padding) => nn.functional.conv1d(padded, weight, bias, stride[0], padding[0], dilation[0], groups));
}
