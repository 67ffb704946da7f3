using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The initial values that layers start with.</summary>
internal static class DefaultInitialization
{
    /// <summary>An uninitialised parameter.</summary>
    public static Parameter Parameter(long[] shape, Device? device, ScalarType? dtype) =>
        new(torch.empty(shape, dtype: dtype, device: device));

    /// <summary>Uniform weights within ±1/√fan-in, and biases within the same bounds.</summary>
    public static void FanInUniform(Parameter weight, Parameter? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        (long fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        if (bias is not null && fanIn > 0)
        {
            Uniform(bias, fanIn);
        }
    }

    /// <summary>Uniform values within ±1/√size.</summary>
    public static void Uniform(Parameter parameter, long size)
    {
        double bound = size > 0 ? 1 / Math.Sqrt(size) : 0;
        nn.init.uniform_(parameter, -bound, bound);
    }
}
