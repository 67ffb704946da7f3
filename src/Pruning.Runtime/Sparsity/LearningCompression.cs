using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Minimises the loss under the constraint that the weights w are compressed ones θ, by the augmented Lagrangian (Carreira-Perpiñán and
/// Idelbayev, Learning-Compression Algorithms for Neural Net Pruning, 2018). L steps train with the gradient of μ/2 · ‖w − θ − λ/μ‖² added.
/// After each epoch comes a C step, θ = compression of w − λ/μ, then λ −= μ (w − θ), then μ grows. The first θ is the direct compression of
/// w. The network is evaluated, and left, with w = θ.
/// </summary>
/// <param name="Compression">What θ may be.</param>
public sealed record LearningCompression(Compression Compression) : TrainingMethod
{
    /// <summary>μ of the first epoch. Default: 0.001.</summary>
    public double Mu { get; init; } = 1e-3;

    /// <summary>What μ is multiplied by after each epoch. Default: 1.2. The learning rate times the last μ should stay below 1.</summary>
    public double Growth { get; init; } = 1.2;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) => new Hook(this, context);

    /// <summary>λ after a C step.</summary>
    internal static Tensor NextMultiplier(Tensor multiplier, Tensor weight, Tensor compressed, double mu) =>
        multiplier - ((weight - compressed) * mu);

    private sealed class Hook : TrainingHook
    {
        private readonly LearningCompression _options;
        private readonly TrainingContext _context;
        private readonly Dictionary<string, Tensor> _state = [];
        private ModelSnapshot? _trained;

        public Hook(LearningCompression options, TrainingContext context)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            _options = options;
            _context = context;
            foreach (string name in context.Weights)
            {
                _state.Add(Multiplier(name), zeros_like(context.Parameters[name]).DetachFromDisposeScope());
                _state.Add(Compressed(name), zeros_like(context.Parameters[name]).DetachFromDisposeScope());
            }
            Compress(options.Mu);
        }

        public override IReadOnlyDictionary<string, Tensor> State => _state;

        public override void AfterBackward(TrainingStep step)
        {
            double mu = MuAt(step.Epoch);
            foreach (string name in _context.Weights)
            {
                Tensor weight = _context.Parameters[name];
                weight.grad?.add_(((weight - _state[Compressed(name)]) * mu) - _state[Multiplier(name)]);
            }
        }

        public override void EpochEnds(int epoch)
        {
            double mu = MuAt(epoch);
            Compress(mu);
            foreach (string name in _context.Weights)
            {
                Tensor multiplier = _state[Multiplier(name)];
                multiplier.copy_(NextMultiplier(multiplier, _context.Parameters[name], _state[Compressed(name)], mu));
            }
        }

        public override void BeginEvaluation()
        {
            _trained = ModelSnapshot.Of(_context.Model);
            foreach (string name in _context.Weights)
            {
                _context.Parameters[name].copy_(_state[Compressed(name)]);
            }
        }

        public override void EndEvaluation()
        {
            _trained?.Restore(_context.Model);
            _trained?.Dispose();
            _trained = null;
        }

        public override void Dispose()
        {
            _trained?.Dispose();
            foreach (Tensor tensor in _state.Values)
            {
                tensor.Dispose();
            }
        }

        private static string Multiplier(string name) => $"multiplier.{name}";

        private static string Compressed(string name) => $"compressed.{name}";

        private double MuAt(int epoch) => _options.Mu * Math.Pow(_options.Growth, epoch - 1);

        private void Compress(double mu)
        {
            ImmutableArray<Tensor> compressed = _options.Compression.Compress(
                [.. _context.Weights.Select(name => _context.Parameters[name] - (_state[Multiplier(name)] / mu))], mu);
            foreach ((string name, Tensor tensor) in _context.Weights.Zip(compressed))
            {
                _state[Compressed(name)].copy_(tensor);
            }
        }
    }
}
