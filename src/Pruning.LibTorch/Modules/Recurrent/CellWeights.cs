using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The weights and the first state of a recurrent cell.</summary>
internal static class CellWeights
{
    public static void Register(
        nn.Module cell, long gates, long inputSize, long hiddenSize, bool hasBias, Device? device, ScalarType? dtype)
    {
        Add("weight_ih", gates * hiddenSize, inputSize);
        Add("weight_hh", gates * hiddenSize, hiddenSize);
        if (hasBias)
        {
            Add("bias_ih", gates * hiddenSize);
            Add("bias_hh", gates * hiddenSize);
        }

        void Add(string name, params long[] shape)
        {
            Parameter parameter = DefaultInitialization.Parameter(shape, device, dtype);
            DefaultInitialization.Uniform(parameter, hiddenSize);
            cell.Register(name, parameter);
        }
    }

    public static Tensor InitialState(Tensor input, long hiddenSize) =>
        torch.zeros([.. input.shape[..^1], hiddenSize], dtype: input.dtype, device: input.device);
}
