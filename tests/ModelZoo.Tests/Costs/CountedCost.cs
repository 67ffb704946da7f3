using Pruning;
using Pruning.LibTorch.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests.Costs;

/// <summary>
/// What a network really costs: its parameters' entries, and what the operators multiply and put out when it runs. It knows tensors and
/// operators and nothing of the generator.
/// </summary>
internal sealed class CountedCost
{
    private long _macs;
    private long _activations;

    private CountedCost()
    {
    }

    /// <summary>Counts while a network runs on one sample.</summary>
    public static Cost Of(Module network, Action run)
    {
        var counted = new CountedCost();
        using IDisposable noGradient = no_grad();
        Operator.Observer = counted.Count;
        try
        {
            run();
        }
        finally
        {
            Operator.Observer = null;
        }

        return new Cost(network.parameters().Sum(parameter => parameter.numel()), counted._macs, counted._activations);
    }

    private void Count(string name, ReadOnlySpan<Argument> arguments, Tensor result)
    {
        string kind = name.Split('.')[0];
        switch (kind)
        {
            case "aten::conv1d" or "aten::conv2d" or "aten::conv3d":
                Layer(result.numel() * EntriesPerRow(TensorOf(arguments[1])), result);
                break;
            case "aten::conv_transpose1d" or "aten::conv_transpose2d" or "aten::conv_transpose3d":
                Layer(TensorOf(arguments[0]).numel() * EntriesPerRow(TensorOf(arguments[1])), result);
                break;
            case "aten::linear":
                Layer(result.numel() * EntriesPerRow(TensorOf(arguments[1])), result);
                break;
            case "aten::lstm" or "aten::gru":
                // Each matrix meets each step of each sample once.
                Tensor[] weights = (Tensor[])arguments[2].Reference!;
                Layer(result.shape[0] * result.shape[1] * weights.Where(weight => weight.ndim == 2).Sum(weight => weight.numel()), result);
                break;
            case "aten::matmul" or "aten::mm" or "aten::bmm":
                _macs += result.numel() * TensorOf(arguments[0]).shape[^1];
                break;
            case "aten::addmm" or "aten::baddbmm":
                _macs += result.numel() * TensorOf(arguments[1]).shape[^1];
                break;
            case "aten::einsum":
                _macs += EinsteinSum((string)arguments[0].Reference!, (Tensor[])arguments[1].Reference!);
                break;
        }
    }

    private void Layer(long macs, Tensor output)
    {
        _macs += macs;
        _activations += output.numel();
    }

    private static long EntriesPerRow(Tensor weight) => weight.numel() / weight.shape[0];

    /// <summary>The product of the sizes of all letters.</summary>
    private static long EinsteinSum(string equation, Tensor[] tensors)
    {
        string[] terms = equation.Replace(" ", "", StringComparison.Ordinal).Split("->")[0].Split(',');
        var sizes = new Dictionary<char, long>();
        for (int operand = 0; operand < terms.Length; operand++)
        {
            for (int place = 0; place < terms[operand].Length; place++)
            {
                sizes[terms[operand][place]] = tensors[operand].shape[place];
            }
        }

        return sizes.Values.Aggregate(1L, (product, size) => product * size);
    }

    private static Tensor TensorOf(Argument argument) => (Tensor)argument.Reference!;
}
