using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Whether all entries of a tensor are numbers, and none is infinite.</summary>
internal static class Finiteness
{
    public static bool Of(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor values = tensor.detach();

        // The sum is NaN or infinite if any entry is; looking at each entry is slower, and only needed where the sum itself overflows.
        return double.IsFinite(values.sum().to_type(ScalarType.Float64).item<double>()) || values.isfinite().all().item<bool>();
    }
}
