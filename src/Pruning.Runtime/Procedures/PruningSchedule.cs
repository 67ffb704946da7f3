namespace Pruning;

/// <summary>
/// How far pruning has come at each moment: a function from the position, 0 at the start and 1 at the end, to the share of the final
/// amount, 0 for nothing and 1 for all of it. For a sparsity from s₀ to s₁ the value is s₀ + (s₁ − s₀) · share (<see cref="Between"/>).
/// </summary>
public abstract record PruningSchedule
{
    /// <summary>Everything at once, at the start.</summary>
    public static PruningSchedule OneShot { get; } = new Curve("one-shot", _ => 1);

    /// <summary>The same amount at every moment.</summary>
    public static PruningSchedule Linear { get; } = new Curve("linear", position => position);

    /// <summary>Half a cosine wave.</summary>
    public static PruningSchedule Cosine { get; } = new Curve("cosine", position => (1 - Math.Cos(Math.PI * position)) / 2);

    /// <summary>
    /// Automated gradual pruning: 1 − (1 − position)³, much at first and little in the end (Zhu and Gupta, To Prune, or Not to Prune,
    /// 2017).
    /// </summary>
    public static PruningSchedule Gradual { get; } = new Curve("gradual", position => 1 - Math.Pow(1 - position, 3));

    /// <summary>Dense-sparse-dense: up along a cosine to all at half time, and back down to nothing (Han et al., 2016).</summary>
    public static PruningSchedule DenseSparseDense { get; } =
        new Curve("dense-sparse-dense", position => (1 + Math.Cos(Math.PI * (1 - (2 * position)))) / 2);

    /// <summary>
    /// One cycle: a logistic curve, (1 + e^(−α + β)) / (1 + e^(−α · position + β)) (Hubens et al., One-Cycle Pruning, 2021). As published
    /// it is not quite 0 at the start.
    /// </summary>
    /// <param name="alpha">How steep it is. Default: 14.</param>
    /// <param name="beta">How late it is. Default: 6.</param>
    public static PruningSchedule OneCycle(double alpha = 14, double beta = 6) => new Curve(
        FormattableString.Invariant($"one-cycle {alpha} {beta}"),
        position => (1 + Math.Exp(beta - alpha)) / (1 + Math.Exp(beta - (alpha * position))));

    /// <summary>Equal steps: the share is ⌈position · steps⌉ / steps.</summary>
    /// <param name="steps">How many, at least 1.</param>
    public static PruningSchedule Iterative(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new Curve($"iterative {steps}", position => Math.Ceiling(Math.Round(position * steps, 9)) / steps);
    }

    /// <summary>
    /// Each step removes the same fraction of what is left: the sparsity at a position is 1 − (1 − s₀) · ((1 − s₁) / (1 − s₀))^position
    /// (Laurent et al., Revisiting Loss Modelling for Unstructured Pruning, 2020).
    /// </summary>
    public static PruningSchedule Exponential { get; } = new ExponentialSchedule();

    /// <summary>
    /// Asymptotic: an exponential a · e^(−k · position) + b through 0 at the start, 3/4 at <paramref name="knee"/> and 1 at the end (He et
    /// al., Asymptotic Soft Filter Pruning, 2019).
    /// </summary>
    /// <param name="knee">The position, above 0 and below 3/4, at which three quarters are reached. Default: 1/8.</param>
    public static PruningSchedule Asymptotic(double knee = 0.125) => new AsymptoticSchedule(knee);

    /// <summary>The share of the final amount.</summary>
    /// <param name="position">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is out of this range.</exception>
    public double At(double position) => Between(0, 1, position);

    /// <summary>The sparsity at a position.</summary>
    /// <param name="start">The sparsity at the start, from 0 to 1.</param>
    /// <param name="end">The sparsity that is aimed at, from 0 to 1.</param>
    /// <param name="position">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public double Between(double start, double end, double position)
    {
        RequireShare(start, nameof(start));
        RequireShare(end, nameof(end));
        RequireShare(position, nameof(position));
        return Value(start, end, position);
    }

    private protected abstract double Value(double start, double end, double position);

    private static void RequireShare(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "It must be from 0 to 1.");
        }
    }

    private sealed record Curve(string Name, Func<double, double> Share) : PruningSchedule
    {
        public bool Equals(Curve? other) => other is not null && Name == other.Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => Name;

        private protected override double Value(double start, double end, double position) => start + ((end - start) * Share(position));
    }

    private sealed record ExponentialSchedule : PruningSchedule
    {
        public override string ToString() => "exponential";

        private protected override double Value(double start, double end, double position) =>
            start == 1 ? 1 : 1 - ((1 - start) * Math.Pow((1 - end) / (1 - start), position));
    }

    private sealed record AsymptoticSchedule : PruningSchedule
    {
        private readonly double _knee;
        private readonly double _decay;

        public AsymptoticSchedule(double knee)
        {
            if (!(knee is > 0 and < 0.75))
            {
                throw new ArgumentOutOfRangeException(nameof(knee), knee, "Three quarters must be reached after the start and before 3/4.");
            }
            _knee = knee;
            // The share at the knee grows with the decay, from the knee itself (a straight line) towards 1.
            _decay = Bisection.Largest(1e-9, 64 / knee, decay => Share(knee, decay) <= 0.75, tolerance: 1e-15, evaluations: 200)!.Value;
        }

        public override string ToString() => FormattableString.Invariant($"asymptotic {_knee}");

        private protected override double Value(double start, double end, double position) =>
            start + ((end - start) * Share(position, _decay));

        private static double Share(double position, double decay) => (1 - Math.Exp(-decay * position)) / (1 - Math.Exp(-decay));
    }
}
