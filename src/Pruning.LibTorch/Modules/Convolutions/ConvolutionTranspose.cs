using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A transposed convolution, whose output can be asked to have one of the sizes that its stride leaves open.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(
        string name,
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[]? padding,
        Padding? padding_type,
        long[] dilation,
        bool transposed,
        long[] output_padding,
        long groups,
        bool bias,
        PaddingModes padding_mode,
        Device? device = null,
        ScalarType? dtype = null)
        : base(
            name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups,
            bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>How much the output must be extended to have the wanted size.</summary>
    private protected long[] Extra(Tensor input, long[]? outputSize)
    {
        if (outputSize is null)
        {
            return output_padding;
        }
        int dimensions = kernel_size.Length;
        long[] wanted = outputSize[^dimensions..];
        long[] size = input.shape[^dimensions..];
        var extra = new long[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            long smallest = ((size[i] - 1) * stride[i]) - (2 * padding![i]) + (dilation[i] * (kernel_size[i] - 1)) + 1;
            extra[i] = wanted[i] - smallest;
            if (extra[i] < 0 || extra[i] >= stride[i])
            {
                throw new ArgumentException(
                    $"The output size of dimension {i} must be from {smallest} to {smallest + stride[i] - 1}; it is {wanted[i]}.",
                    nameof(outputSize));
            }
        }
        return extra;
    }
}
