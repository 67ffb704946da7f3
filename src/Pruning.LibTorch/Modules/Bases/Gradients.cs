using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What happens to gradients between two steps.</summary>
internal static class Gradients
{
    public static void Clear(Tensor parameter, bool drop)
    {
        using Tensor? gradient = parameter.grad;
        if (gradient is null)
        {
            return;
        }
        if (drop)
        {
            parameter.grad = null;
        }
        else
        {
            using var _ = no_grad();
            gradient.zero_();
        }
    }
}
