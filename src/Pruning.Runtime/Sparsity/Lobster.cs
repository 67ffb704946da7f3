using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Shrinks the weights that the loss is insensitive to: with each step w −= λ · w · max(0, 1 − |∂L/∂w|), with the gradient of that step
/// (Tartaglione et al., LOss-Based SensiTivity rEgulaRization, 2020). Small weights are then cut by the largest threshold that the loss
/// bears (<see cref="Bisection"/>). Meant for training without weight decay.
/// </summary>
/// <param name="Strength">λ. Default: 0.0001.</param>
public sealed record Lobster(double Strength = 1e-4) : TrainingMethod
{
    /// <summary>Which w is shrunk. Default: the weight after the step, as in the authors' code.</summary>
    public ShrinkageOrder Order { get; init; } = ShrinkageOrder.AfterStep;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) =>
        new Hook([.. context.Weights.Select(name => context.Parameters[name])], this);

    internal static void Shrink(Tensor weight, Tensor gradient, double strength) =>
        weight.sub_(weight * Insensitivity.Of(gradient.abs()) * strength);

    private sealed class Hook(Parameter[] weights, Lobster options) : TrainingHook
    {
        public override void AfterBackward(TrainingStep step)
        {
            if (options.Order == ShrinkageOrder.WithStep)
            {
                Shrink();
            }
        }

        public override void AfterStep(TrainingStep step)
        {
            if (options.Order == ShrinkageOrder.AfterStep)
            {
                Shrink();
            }
        }

        private void Shrink()
        {
            foreach (Parameter weight in weights)
            {
                if (weight.grad is { } gradient)
                {
                    Lobster.Shrink(weight, gradient, options.Strength);
                }
            }
        }
    }
}

/// <summary>Which weight shrinks by a part of itself in a training step.</summary>
public enum ShrinkageOrder
{
    /// <summary>The one that the optimizer's step has left.</summary>
    AfterStep,

    /// <summary>The one before the optimizer's step: both changes follow from the same weight.</summary>
    WithStep,
}

/// <summary>How little something depends on a weight or a neuron.</summary>
internal static class Insensitivity
{
    /// <summary>max(0, 1 − S).</summary>
    public static Tensor Of(Tensor sensitivity) => (1 - sensitivity).clamp(min: 0);
}
