using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Pulls the weakest filters of each layer towards zero: λ Σ|w| over the filters with the smallest sums of magnitudes, which are chosen at
/// the start and after each epoch (the adaptive filter pruning of Singh et al., Play and Prune, 2019).
/// </summary>
/// <param name="Strength">λ. Default: 0.0005.</param>
public sealed record WeakFilterPenalty(double Strength = 5e-4) : TrainingMethod
{
    /// <summary>The fraction of each layer's filters that is weak. Default: 0.1.</summary>
    public double Fraction { get; init; } = 0.1;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) => new Hook(context, this);

    private sealed class Hook : TrainingHook
    {
        private readonly TrainingContext _context;
        private readonly WeakFilterPenalty _options;
        private readonly Dictionary<string, Tensor> _strong;

        public Hook(TrainingContext context, WeakFilterPenalty options)
        {
            _context = context;
            _options = options;
            _strong = context.Weights.ToDictionary(name => name, name => Strong(name).DetachFromDisposeScope());
        }

        public override IReadOnlyDictionary<string, Tensor> State => _strong;

        public override void AfterBackward(TrainingStep step)
        {
            foreach ((string name, Tensor strong) in _strong)
            {
                Tensor weight = _context.Parameters[name];
                weight.grad?.add_(weight.sign() * (1 - strong), _options.Strength);
            }
        }

        public override void EpochEnds(int epoch)
        {
            foreach ((string name, Tensor strong) in _strong)
            {
                strong.copy_(Strong(name));
            }
        }

        public override void Dispose()
        {
            foreach (Tensor strong in _strong.Values)
            {
                strong.Dispose();
            }
        }

        private Tensor Strong(string name) => MaskPattern.Filter.Mask(_context.Parameters[name].detach().abs(), _options.Fraction);
    }
}
