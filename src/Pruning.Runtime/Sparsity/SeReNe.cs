using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Shrinks the neurons that the outputs are insensitive to: after each step W[i] −= λ · W[i] · max(0, 1 − S[i]), where S[i] is how much the
/// network's outputs change with the neuron's pre-activation (Tartaglione et al., SeReNe: Sensitivity-based Regularization of Neurons,
/// 2021). Biases are left alone. Neurons are the outputs of convolutions and linear layers that are called as modules.
/// </summary>
/// <param name="Strength">λ. Default: 0.0001.</param>
public sealed record SeReNe(double Strength = 1e-4) : TrainingMethod
{
    /// <summary>How the sensitivity is computed. Default: the lower bound, by one more backward pass per batch.</summary>
    public NeuronSensitivity Sensitivity { get; init; } = NeuronSensitivity.LowerBound;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) => new Hook(this, context.Model);

    /// <summary>The sensitivity of each neuron from the derivatives of the outputs by its pre-activation.</summary>
    /// <param name="derivatives">
    /// For each output, or for the mean of all, the derivatives (N, neurons, …), each of its own sample's output.
    /// </param>
    internal static Tensor MeanMagnitude(IEnumerable<Tensor> derivatives) =>
        stack([.. derivatives.Select(derivative => derivative.abs().transpose(0, 1).flatten(1).mean([1]))]).mean([0]);

    internal static void Shrink(Tensor weight, Tensor sensitivity, double strength)
    {
        long[] shape = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
        weight.sub_(weight * Insensitivity.Of(sensitivity).view(shape) * strength);
    }

    private sealed class Hook : TrainingHook
    {
        private readonly SeReNe _options;
        private readonly List<(Parameter Weight, Tensor Seen)> _seen = [];
        private readonly List<Action> _stopListening = [];
        private readonly List<(Parameter Weight, Tensor Sensitivity)> _sensitivities = [];
        private Tensor? _outputs;

        public Hook(SeReNe options, Module<Tensor, Tensor> model)
        {
            _options = options;
            foreach (Module module in model.modules())
            {
                Parameter? weight = module switch
                {
                    ConvolutionTranspose => null, // its filters lie in the second dimension
                    Convolution convolution => convolution.weight,
                    Linear linear => linear.weight,
                    _ => null,
                };
                if (weight is { requires_grad: true } && module is Module<Tensor, Tensor> layer)
                {
                    _stopListening.Add(layer.register_forward_hook((_, _, output) => See(layer, weight, output)).remove);
                }
            }
            _stopListening.Add(model.register_forward_hook((_, _, output) => _outputs = output).remove);
        }

        public override Tensor? ExtraLoss(TrainingStep step)
        {
            Clear(_sensitivities);
            if (_outputs is not { } outputs || _seen.Count == 0)
            {
                return null;
            }
            Tensor[] targets = _options.Sensitivity == NeuronSensitivity.Full
                ? [.. Enumerable.Range(0, (int)outputs.shape[1]).Select(output => outputs.select(1, output).sum())]
                : [outputs.mean([1]).sum()];
            IList<Tensor>[] derivatives =
                [.. targets.Select(target => autograd.grad([target], [.. _seen.Select(seen => seen.Seen)], retain_graph: true))];
            for (int layer = 0; layer < _seen.Count; layer++)
            {
                Tensor sensitivity = MeanMagnitude(derivatives.Select(all => all[layer]));
                _sensitivities.Add((_seen[layer].Weight, sensitivity.detach().DetachFromDisposeScope()));
            }
            Forget();
            return null;
        }

        public override void AfterStep(TrainingStep step)
        {
            foreach ((Parameter weight, Tensor sensitivity) in _sensitivities)
            {
                Shrink(weight, sensitivity, _options.Strength);
            }
        }

        public override void Dispose()
        {
            foreach (Action stopListening in _stopListening)
            {
                stopListening();
            }
            Forget();
            Clear(_sensitivities);
        }

        private Tensor See(Module layer, Parameter weight, Tensor output)
        {
            if (!layer.training)
            {
                return output;
            }
            Tensor seen = output.alias().DetachFromDisposeScope();
            _seen.Add((weight, seen));
            return seen.alias();
        }

        private void Forget()
        {
            Clear(_seen);
            _outputs = null;
        }

        private static void Clear(List<(Parameter Weight, Tensor Tensor)> tensors)
        {
            foreach ((_, Tensor tensor) in tensors)
            {
                tensor.Dispose();
            }
            tensors.Clear();
        }
    }
}

/// <summary>How the sensitivity of the outputs y to a neuron's pre-activation p is computed.</summary>
public enum NeuronSensitivity
{
    /// <summary>The mean of |∂ mean(y) / ∂p|: one backward pass, and never more than the full sensitivity.</summary>
    LowerBound,

    /// <summary>The mean of |∂y / ∂p| over the outputs: one backward pass for each.</summary>
    Full,
}
