using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// What the C step of <see cref="LearningCompression"/> maps the weights to: the nearest weights that are feasible, or that make the
/// smallest sum of distance and penalty. All weights of the network are compressed together, so that how much of each layer stays follows
/// by itself.
/// </summary>
public abstract record Compression
{
    /// <summary>The κ weights of largest magnitude stay.</summary>
    /// <param name="kept">The fraction of all weights that stays.</param>
    public static Compression KeepWeights(double kept) => new Rule($"keep {kept:P1} of the weights", (weights, _) =>
        KeepLargest(weights, (long)Math.Round(kept * weights.NumberOfElements)));

    /// <summary>Σ|w| is at most the radius: the Euclidean projection onto that ball (Duchi et al., 2008).</summary>
    public static Compression Ball(double radius) => new Rule($"ball of radius {radius}", (weights, _) => ProjectOntoBall(weights, radius));

    /// <summary>A penalty of α for each weight that is not zero: those of magnitude up to √(2α/μ) go.</summary>
    public static Compression CountPenalty(double alpha) => new Rule($"count penalty {alpha}", (weights, mu) =>
        HardThreshold(weights, Math.Sqrt(2 * alpha / mu)));

    /// <summary>A penalty of α|w|: all magnitudes shrink by α/μ.</summary>
    public static Compression MagnitudePenalty(double alpha) => new Rule($"magnitude penalty {alpha}", (weights, mu) =>
        SoftThreshold(weights, alpha / mu));

    /// <summary>Whole filters stay, those of the largest norms of all layers together.</summary>
    /// <param name="kept">The fraction of all filters that stays.</param>
    public static Compression KeepFilters(double kept) => new FilterRule(kept);

    /// <summary>The compressed weights.</summary>
    /// <param name="weights">The weights of all layers.</param>
    /// <param name="mu">μ, the weight of the distance.</param>
    internal abstract ImmutableArray<Tensor> Compress(ImmutableArray<Tensor> weights, double mu);

    /// <summary>All but the largest are zero; of equal ones the later stay.</summary>
    internal static Tensor KeepLargest(Tensor weights, long count) =>
        weights * MaskPattern.Unstructured.Mask(weights.abs(), 1 - ((double)count / weights.NumberOfElements));

    internal static Tensor HardThreshold(Tensor weights, double threshold) => weights * weights.abs().gt(threshold).to_type(weights.dtype);

    internal static Tensor SoftThreshold(Tensor weights, double threshold) => weights.sign() * (weights.abs() - threshold).clamp(min: 0);

    internal static Tensor ProjectOntoBall(Tensor weights, double radius)
    {
        Tensor magnitudes = weights.abs().flatten().to_type(ScalarType.Float64);
        if (magnitudes.sum().item<double>() <= radius)
        {
            return weights.clone();
        }
        Tensor descending = magnitudes.sort(0, descending: true).Values;
        Tensor counts = arange(1, magnitudes.NumberOfElements + 1, ScalarType.Float64, weights.device);
        Tensor thresholds = (descending.cumsum(0) - radius) / counts;
        long last = descending.gt(thresholds).to_type(ScalarType.Int64).sum().item<long>() - 1;
        return SoftThreshold(weights, thresholds[last].item<double>());
    }

    private sealed record Rule(string Name, Func<Tensor, double, Tensor> Step) : Compression
    {
        public bool Equals(Rule? other) => other is not null && Name == other.Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => Name;

        internal override ImmutableArray<Tensor> Compress(ImmutableArray<Tensor> weights, double mu) =>
            Pieces(Step(cat([.. weights.Select(weight => weight.flatten())]), mu), weights);

        private static ImmutableArray<Tensor> Pieces(Tensor all, ImmutableArray<Tensor> like)
        {
            long start = 0;
            return
            [
                .. like.Select(weight =>
                {
                    start += weight.NumberOfElements;
                    return all.narrow(0, start - weight.NumberOfElements, weight.NumberOfElements).view(weight.shape);
                }),
            ];
        }
    }

    private sealed record FilterRule(double Kept) : Compression
    {
        public override string ToString() => $"keep {Kept:P1} of the filters";

        internal override ImmutableArray<Tensor> Compress(ImmutableArray<Tensor> weights, double mu)
        {
            Tensor norms = cat([.. weights.Select(weight => weight.flatten(1).norm(1))]);
            Tensor mask = MaskPattern.Unstructured.Mask(norms, 1 - (Math.Round(Kept * norms.NumberOfElements) / norms.NumberOfElements));
            long start = 0;
            return
            [
                .. weights.Select(weight =>
                {
                    start += weight.shape[0];
                    long[] shape = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
                    return weight * mask.narrow(0, start - weight.shape[0], weight.shape[0]).view(shape);
                }),
            ];
        }
    }
}
