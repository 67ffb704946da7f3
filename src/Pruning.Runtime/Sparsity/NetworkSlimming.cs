using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Pushes the scales γ of all batch norms towards zero: λ · sign(γ) is added to their gradients, sign(0) being 0. Afterwards channels with
/// small |γ| go, by one threshold for all layers, and the network is fine-tuned (Liu et al., Learning Efficient Convolutional Networks
/// through Network Slimming, 2017).
/// </summary>
/// <param name="Strength">λ. Default: 0.0001, as for VGG; 0.00001 for ResNets and DenseNets.</param>
public sealed record NetworkSlimming(double Strength = 1e-4) : TrainingMethod
{
    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        Parameter[] scales =
        [
            .. context.Model.modules().OfType<BatchNorm>()
                .Select(norm => norm.weight)
                .OfType<Parameter>()
                .Where(scale => scale.requires_grad),
        ];
        return scales.Length > 0
            ? new Hook(scales, Strength)
            : throw new PruningException("Network slimming needs batch norms with scales that are trained, and the network has none.");
    }

    internal static void AddSubgradient(Tensor scale, Tensor gradient, double strength) => gradient.add_(scale.sign(), strength);

    private sealed class Hook(Parameter[] scales, double strength) : TrainingHook
    {
        public override void AfterBackward(TrainingStep step)
        {
            foreach (Parameter scale in scales)
            {
                if (scale.grad is { } gradient)
                {
                    AddSubgradient(scale, gradient, strength);
                }
            }
        }
    }
}
