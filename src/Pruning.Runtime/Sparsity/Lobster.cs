using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Shrinks the weights that the loss is insensitive to: after each step w −= λ · w · max(0, 1 − |∂L/∂w|), with the gradient of that step
/// (Tartaglione et al., LOss-Based SensiTivity rEgulaRization, 2020). Small weights are then cut by the largest threshold that the loss
/// bears (<see cref="Bisection"/>). Meant for training without weight decay.
/// </summary>
/// <param name="Strength">λ. Default: 0.0001.</param>
public sealed record Lobster(double Strength = 1e-4) : TrainingMethod
{
    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) =>
        new Hook([.. context.Weights.Select(name => context.Parameters[name])], Strength);

    internal static void Shrink(Tensor weight, Tensor gradient, double strength) =>
        weight.sub_(weight * (1 - gradient.abs()).clamp(min: 0) * strength);

    private sealed class Hook(Parameter[] weights, double strength) : TrainingHook
    {
        public override void AfterStep(TrainingStep step)
        {
            foreach (Parameter weight in weights)
            {
                if (weight.grad is { } gradient)
                {
                    Shrink(weight, gradient, strength);
                }
            }
        }
    }
}
