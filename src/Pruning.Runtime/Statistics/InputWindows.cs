using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>What the weights of a convolution or linear layer are multiplied with: im2col.</summary>
internal static class InputWindows
{
    /// <summary>
    /// A group's inputs of a layer with the weights that read them, for each of the layer's groups of filters; all but grouped convolutions
    /// have one.
    /// </summary>
    /// <exception cref="PruningException">The layer is not a linear layer or a two-dimensional convolution.</exception>
    public static IEnumerable<WindowBlock> Of(ChannelActivation activation)
    {
        Tensor entries = All(activation.Module, activation.Layer, activation.Tensor), weights = activation.Member.Tensor.detach();
        long blocks = activation.Module is Convolution convolution ? convolution.groups : 1;
        long read = entries.shape[1] / blocks, written = weights.shape[0] / blocks;
        for (long block = 0; block < blocks; block++)
        {
            Tensor channels = activation.Select(entries.narrow(1, block * read, read), 1);
            yield return new WindowBlock(
                channels.view(channels.shape[0], channels.shape[1], -1, entries.shape[^1]),
                activation.Select(weights.narrow(0, block * written, written), 1));
        }
    }

    /// <summary>
    /// All inputs of a layer, (N, inputs, kernel, positions), where linear layers have no kernel: (N, inputs, positions).
    /// </summary>
    public static Tensor All(Module module, string layer, Tensor input)
    {
        if (module is not Convolution convolution)
        {
            return input.reshape(input.shape[0], -1, input.shape[^1]).transpose(1, 2);
        }
        if (convolution is not TorchSharp.Modules.Conv2d || input.dim() != 4)
        {
            throw new PruningException(
                $"Layer '{layer}' is a {convolution.GetType().Name}. What looks at the inputs of single weights knows linear layers and " +
                "two-dimensional convolutions only; score the group by another criterion.");
        }
        Tensor unfolded = functional.unfold(
            Padded(convolution, input),
            (convolution.kernel_size[0], convolution.kernel_size[1]),
            dilation: (convolution.dilation[0], convolution.dilation[1]),
            stride: (convolution.stride[0], convolution.stride[1]));
        return unfolded.view(unfolded.shape[0], input.shape[1], -1, unfolded.shape[2]);
    }

    private static Tensor Padded(Convolution convolution, Tensor input)
    {
        (long Before, long After) height = Margins(convolution, 0), width = Margins(convolution, 1);
        return height == (0, 0) && width == (0, 0)
            ? input
            : functional.pad(input, [width.Before, width.After, height.Before, height.After], convolution.padding_mode);
    }

    private static (long Before, long After) Margins(Convolution convolution, int dimension)
    {
        if (convolution.padding_type == Padding.Same)
        {
            long total = convolution.dilation[dimension] * (convolution.kernel_size[dimension] - 1);
            return (total / 2, total - total / 2);
        }
        long margin = convolution.padding is { Length: > 0 } margins ? margins[dimension] : 0;
        return (margin, margin);
    }
}

/// <summary>Inputs and weights of some filters.</summary>
/// <param name="Inputs">(N, C, weights of a filter that read a channel, positions of the output).</param>
/// <param name="Weights">(filters, C, weights).</param>
internal readonly record struct WindowBlock(Tensor Inputs, Tensor Weights)
{
    /// <summary>(C · weights, samples · positions), in double precision.</summary>
    public Tensor Columns => Inputs.permute(1, 2, 0, 3).reshape(Inputs.shape[1] * Inputs.shape[2], -1).to_type(ScalarType.Float64);
}
