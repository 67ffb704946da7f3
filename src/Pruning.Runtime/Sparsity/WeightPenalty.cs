using TorchSharp.Modules;

namespace Pruning;

/// <summary>
/// Pulls weights towards zero while they are trained, so that a threshold finds more of them (Han et al., Learning both Weights and
/// Connections, 2015): the gradient of λ Σ|w| or of λ Σ w² is added. Biases and norms are left alone.
/// </summary>
/// <param name="Strength">λ.</param>
/// <param name="Power">1 for magnitudes, 2 for squares.</param>
public sealed record WeightPenalty(double Strength, int Power) : TrainingMethod
{
    /// <summary>1 for magnitudes, 2 for squares.</summary>
    public int Power { get; init; } = Power is 1 or 2
        ? Power
        : throw new ArgumentOutOfRangeException(nameof(Power), Power, "The penalty is of magnitudes (1) or squares (2).");

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) =>
        new Hook([.. context.Weights.Select(name => context.Parameters[name])], this);

    private sealed class Hook(Parameter[] weights, WeightPenalty options) : TrainingHook
    {
        public override void AfterBackward(TrainingStep step)
        {
            foreach (Parameter weight in weights)
            {
                weight.grad?.add_(options.Power == 1 ? weight.sign() : weight * 2, options.Strength);
            }
        }
    }
}
