using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// What the units of a weight must be worth more than, to stay (Han et al., Learning both Weights and Connections, 2015). Where sparsities
/// fix how many go, thresholds let the weights decide; train with <see cref="WeightPenalty"/>, and more of them are small.
/// </summary>
public abstract record MagnitudeThreshold
{
    /// <summary>The same number for all tensors, in the unit of the pattern's worth.</summary>
    /// <param name="threshold">The number; of single weights, their absolute value must be above it.</param>
    public static MagnitudeThreshold Absolute(double threshold) => new Fixed(threshold);

    /// <summary>q times the standard deviation of a tensor's units (of the population; of single weights with their signs).</summary>
    /// <param name="factor">q, 0 or above.</param>
    public static MagnitudeThreshold Deviations(double factor) => new OfDeviation(factor);

    /// <summary>In each tensor what is worth as much as the unit at this place of their order, or less.</summary>
    /// <param name="fraction">The place, from 0 (nothing goes) to 1 (everything goes).</param>
    public static MagnitudeThreshold Percentile(double fraction) => new AtPlace(fraction, isShared: false);

    /// <summary>The same over the units of all tensors together, so that one threshold holds for the whole network.</summary>
    /// <param name="fraction">The place, from 0 to 1.</param>
    public static MagnitudeThreshold Global(double fraction) => new AtPlace(fraction, isShared: true);

    /// <summary>One threshold for each tensor.</summary>
    /// <param name="pattern">What goes together.</param>
    /// <param name="weights">The tensors.</param>
    internal abstract double[] Of(MaskPattern pattern, IReadOnlyList<Tensor> weights);

    private sealed record Fixed(double Threshold) : MagnitudeThreshold
    {
        internal override double[] Of(MaskPattern pattern, IReadOnlyList<Tensor> weights) => [.. weights.Select(_ => Threshold)];
    }

    private sealed record OfDeviation : MagnitudeThreshold
    {
        private readonly double _factor;

        public OfDeviation(double factor) => _factor = factor >= 0
            ? factor
            : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A threshold of deviations must be 0 or above.");

        internal override double[] Of(MaskPattern pattern, IReadOnlyList<Tensor> weights) =>
            [.. weights.Select(weight => _factor * Deviation(pattern == MaskPattern.Unstructured ? weight : pattern.Worth(weight.abs())))];

        private static double Deviation(Tensor units) => units.to_type(ScalarType.Float64).std(unbiased: false).item<double>();
    }

    private sealed record AtPlace : MagnitudeThreshold
    {
        private readonly double _fraction;
        private readonly bool _isShared;

        public AtPlace(double fraction, bool isShared)
        {
            _fraction = fraction is >= 0 and <= 1
                ? fraction
                : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The place in the order must be from 0 to 1.");
            _isShared = isShared;
        }

        internal override double[] Of(MaskPattern pattern, IReadOnlyList<Tensor> weights)
        {
            Tensor[] units = [.. weights.Select(weight => pattern.Worth(weight.abs()).flatten())];
            return _isShared ? [.. Enumerable.Repeat(At(cat(units)), units.Length)] : [.. units.Select(At)];
        }

        private double At(Tensor units)
        {
            var going = (long)Math.Floor((_fraction * units.shape[0]) + 1e-9);
            return going == 0 ? double.NegativeInfinity : units.to_type(ScalarType.Float64).sort(0).Values[going - 1].item<double>();
        }
    }
}
