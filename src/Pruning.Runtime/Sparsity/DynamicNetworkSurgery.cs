using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Cuts weights that became small and splices those that became large again: now and then, with probability (1 + γ · batch)^−power, a
/// weight is hidden if |w| ≤ a, shown if |w| &gt; b and else left as it is, where a = 0.9 · max(μ + c · σ, 0) and b = 1.1 · max(μ + c · σ, 0)
/// with the mean μ and the standard deviation σ of the layer's |w| at the start. All weights, hidden or not, learn from the gradient of the masked
/// network (Guo et al., Dynamic Network Surgery for Efficient DNNs, 2016). With another <see cref="Pattern"/> whole units come and go, by the
/// Euclidean norms of their weights.
/// </summary>
/// <param name="Rate">c: the higher, the more is cut. Default: 0, which cuts about half of Gaussian weights.</param>
public sealed record DynamicNetworkSurgery(double Rate = 0) : TrainingMethod
{
    /// <summary>γ, how fast the masks come to rest. Default: 0.0001 per batch.</summary>
    public double Gamma { get; init; } = 1e-4;

    /// <summary>The power of the probability's decay. Default: 1.</summary>
    public double Power { get; init; } = 1;

    /// <summary>The fraction of the run's batches after which the masks do not move any more. Default: 0.75.</summary>
    public double RestFrom { get; init; } = 0.75;

    /// <summary>What comes and goes together. Default: single weights.</summary>
    public MaskPattern Pattern { get; init; } = MaskPattern.Unstructured;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context) => new Hook(this, context);

    /// <summary>The probability that the masks are updated before a batch.</summary>
    internal double Probability(long batch) => Math.Pow(1 + (Gamma * batch), -Power);

    /// <summary>Below what a weight is hidden, and above what it is shown.</summary>
    internal (double Cut, double Splice) Thresholds(Tensor weight)
    {
        Tensor magnitudes = NormsOf(weight).to_type(ScalarType.Float64);
        double center = Math.Max(magnitudes.mean().item<double>() + (Rate * magnitudes.std(unbiased: false).item<double>()), 0);
        return (0.9 * center, 1.1 * center);
    }

    internal Tensor Updated(Tensor mask, Tensor weight, double cut, double splice)
    {
        Tensor magnitudes = Pattern.Spread(NormsOf(weight), weight.shape);
        Tensor kept = where(magnitudes.gt(splice), ones_like(mask), mask);
        return where(magnitudes.le(cut), zeros_like(mask), kept);
    }

    // One number for each unit.
    private Tensor NormsOf(Tensor weight) => Pattern == MaskPattern.Unstructured ? weight.abs() : Pattern.Worth(weight.square()).sqrt();

    private sealed class Hook : SubstitutionHook
    {
        private readonly DynamicNetworkSurgery _options;
        private readonly Dictionary<string, Tensor> _masks;
        private readonly Dictionary<string, Tensor> _thresholds;

        public Hook(DynamicNetworkSurgery options, TrainingContext context)
            : base(context, context.Weights)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            _options = options;
            _masks = context.Weights.ToDictionary(name => name, name => ones_like(context.Parameters[name]).DetachFromDisposeScope());
            _thresholds = context.Weights.ToDictionary(
                name => name,
                name =>
                {
                    (double cut, double splice) = options.Thresholds(context.Parameters[name]);
                    return tensor((double[])[cut, splice]).DetachFromDisposeScope();
                });
        }

        // The thresholds are those of the run's start, which a run that is taken up again has not seen.
        public override IReadOnlyDictionary<string, Tensor> State => _masks
            .Select(pair => ($"mask.{pair.Key}", pair.Value))
            .Concat(_thresholds.Select(pair => ($"thresholds.{pair.Key}", pair.Value)))
            .ToDictionary(pair => pair.Item1, pair => pair.Value);

        public override void Dispose()
        {
            base.Dispose();
            foreach (Tensor tensor in _masks.Values.Concat(_thresholds.Values))
            {
                tensor.Dispose();
            }
        }

        protected override void Open(TrainingStep? step)
        {
            if (step is not { } training || training.Number >= _options.RestFrom * Context.Epochs * Context.Batches
                || new Random((int)training.Seed).NextDouble() >= _options.Probability(training.Number))
            {
                return;
            }
            foreach ((string name, Tensor mask) in _masks)
            {
                double cut = _thresholds[name][0].item<double>();
                double splice = _thresholds[name][1].item<double>();
                mask.copy_(_options.Updated(mask, Context.Parameters[name], cut, splice));
            }
        }

        protected override void Replace(string name, Tensor weight) => weight.mul_(_masks[name]);

        // The gradient of the masked network goes to all weights as it is.
        protected override void Learn(string name, Tensor trained, Tensor gradient)
        {
        }
    }
}
