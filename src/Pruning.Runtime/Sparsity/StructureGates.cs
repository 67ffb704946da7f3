using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// A gate α for each structure of each weight, a filter, a column or a whole layer, which is learnt with the weights: the network computes
/// with ν(α) · W, where ν(α) is 0 if |α| &lt; ε and else α, and the gradient passes through ν unchanged (Schindler et al., Parameterized
/// Structured Pruning, 2019). Weight decay acts on α in place of W. At the end the gates are folded into the weights.
/// </summary>
/// <param name="Structure">What has one gate; blocks cannot.</param>
public sealed record StructureGates(MaskPattern Structure) : TrainingMethod
{
    /// <summary>ε: a gate of smaller magnitude is closed. Default: 0.01.</summary>
    public double Threshold { get; init; } = 0.01;

    /// <summary>The pull of the gates towards zero. Default: 0.0001.</summary>
    public double Decay { get; init; } = 1e-4;

    /// <summary>How the pull depends on the gate. Default: weight decay, as the paper prefers.</summary>
    public GateDecay DecayKind { get; init; } = GateDecay.Proportional;

    /// <summary>What a gate learns from. Default: its exact gradient.</summary>
    public GateGradient Gradient { get; init; } = GateGradient.Exact;

    /// <summary>The momentum of the gates, whose learning rate is that of the weights. Default: 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) => new Hook(this, context);

    internal Tensor Opened(Tensor alpha) => alpha * alpha.abs().ge(Threshold).to_type(alpha.dtype);

    /// <summary>The gradient of the gates from that of ν(α) · W.</summary>
    internal Tensor GradientOf(Tensor weight, Tensor gradient) =>
        Structure.Worth(Gradient == GateGradient.Exact ? weight * gradient : gradient);

    /// <summary>The gradient and the pull towards zero.</summary>
    internal Tensor Decayed(Tensor alpha, Tensor gradient) =>
        gradient + ((DecayKind == GateDecay.Proportional ? alpha : alpha.sign()) * Decay);

    private sealed class Hook : SubstitutionHook
    {
        private readonly StructureGates _options;
        private readonly Dictionary<string, Tensor> _alphas = [];
        private readonly Dictionary<string, Tensor> _gates = [];
        private readonly Dictionary<string, Tensor> _momenta = [];
        private readonly Dictionary<string, Tensor> _gradients = [];

        public Hook(StructureGates options, TrainingContext context)
            : base(context, context.Weights)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            _options = options;
            foreach (string name in context.Weights)
            {
                Tensor alpha = ones_like(options.Structure.Worth(context.Parameters[name]));
                if (alpha.dim() != context.Parameters[name].dim())
                {
                    throw new PruningException($"Structures of the kind '{options.Structure.Name}' cannot have gates.");
                }
                _alphas[name] = alpha.DetachFromDisposeScope();
                _gates[name] = alpha.clone().DetachFromDisposeScope();
                _momenta[name] = zeros_like(alpha).DetachFromDisposeScope();
                _gradients[name] = zeros_like(alpha).DetachFromDisposeScope();
            }
        }

        public override IReadOnlyDictionary<string, Tensor> State => _alphas
            .Select(pair => ($"alpha.{pair.Key}", pair.Value))
            .Concat(_momenta.Select(pair => ($"momentum.{pair.Key}", pair.Value)))
            .ToDictionary(pair => pair.Item1, pair => pair.Value);

        public override void AfterStep(TrainingStep step)
        {
            foreach ((string name, Tensor alpha) in _alphas)
            {
                _momenta[name].mul_(_options.Momentum).add_(_options.Decayed(alpha, _gradients[name]));
                alpha.sub_(_momenta[name] * step.LearningRate);
                _gradients[name].zero_();
            }
        }

        public override void Dispose()
        {
            base.Dispose();
            foreach (Tensor tensor in _alphas.Values.Concat(_gates.Values).Concat(_momenta.Values).Concat(_gradients.Values))
            {
                tensor.Dispose();
            }
        }

        protected override void Open(TrainingStep? step)
        {
            foreach ((string name, Tensor alpha) in _alphas)
            {
                _gates[name].copy_(_options.Opened(alpha));
            }
        }

        protected override void Replace(string name, Tensor weight) => weight.mul_(_gates[name]);

        protected override void Learn(string name, Tensor trained, Tensor gradient)
        {
            _gradients[name].copy_(_options.GradientOf(trained, gradient));
            gradient.mul_(_gates[name]);
        }
    }
}

/// <summary>How gates are pulled towards zero.</summary>
public enum GateDecay
{
    /// <summary>In proportion to the gate: weight decay.</summary>
    Proportional,

    /// <summary>By the same amount, whatever the gate: the gradient of its magnitude.</summary>
    Constant,
}

/// <summary>What a gate learns from.</summary>
public enum GateGradient
{
    /// <summary>The sum of weight · gradient: the derivative of the loss by the gate.</summary>
    Exact,

    /// <summary>The sum of the gradients alone, as the paper writes it.</summary>
    Published,
}
