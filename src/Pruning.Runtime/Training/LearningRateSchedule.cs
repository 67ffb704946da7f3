namespace Pruning;

/// <summary>How learning rate and momentum change from batch to batch. A function of the position, so that resuming needs no state.</summary>
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The setting for one batch.</summary>
    /// <param name="step">The batch's number since the start of the run, from zero.</param>
    /// <param name="steps">How many batches the whole run has.</param>
    /// <param name="peak">What the run was asked for: the highest learning rate, and the momentum where the schedule has none.</param>
    public abstract OptimizerSetting At(long step, long steps, OptimizerSetting peak);
}

/// <summary>What a schedule decides.</summary>
/// <param name="LearningRate">The size of a step along the gradient.</param>
/// <param name="Momentum">The share of the last step that is repeated.</param>
public readonly record struct OptimizerSetting(double LearningRate, double Momentum);

/// <summary>The same learning rate and momentum all the time.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override OptimizerSetting At(long step, long steps, OptimizerSetting peak) => peak;
}

/// <summary>Half a cosine wave from the learning rate down to zero (PyTorch's CosineAnnealingLR, per batch).</summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override OptimizerSetting At(long step, long steps, OptimizerSetting peak) =>
        peak with { LearningRate = peak.LearningRate / 2 * (1 + Math.Cos(Math.PI * step / steps)) };
}

/// <summary>
/// Smith's one-cycle policy, with PyTorch's defaults: the learning rate rises along a cosine from 1/25 of its peak, then falls to
/// nearly nothing, while momentum falls and rises.
/// </summary>
public sealed record OneCycleSchedule : LearningRateSchedule
{
    /// <summary>The share of the run that the rise takes. Default: 0.3.</summary>
    public double WarmUp { get; init; } = 0.3;

    /// <summary>How much smaller than the peak the first learning rate is. Default: 25.</summary>
    public double InitialDivisor { get; init; } = 25;

    /// <summary>How much smaller than the first learning rate the last one is. Default: 10,000.</summary>
    public double FinalDivisor { get; init; } = 10_000;

    /// <summary>The momentum at the peak of the learning rate. Default: 0.85.</summary>
    public double LowestMomentum { get; init; } = 0.85;

    /// <summary>The momentum at both ends. Default: 0.95.</summary>
    public double HighestMomentum { get; init; } = 0.95;

    /// <inheritdoc/>
    public override OptimizerSetting At(long step, long steps, OptimizerSetting peak)
    {
        double top = (WarmUp * steps) - 1;
        double end = steps - 1;
        double first = peak.LearningRate / InitialDivisor;
        if (top > 0 && step <= top)
        {
            double share = step / top;
            return new(Cosine(first, peak.LearningRate, share), Cosine(HighestMomentum, LowestMomentum, share));
        }
        else
        {
            double share = end > top ? (step - top) / (end - top) : 0;
            return new(Cosine(peak.LearningRate, first / FinalDivisor, share), Cosine(LowestMomentum, HighestMomentum, share));
        }
    }

    private static double Cosine(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
}
