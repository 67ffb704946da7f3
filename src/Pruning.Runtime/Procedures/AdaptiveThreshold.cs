using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Raises a threshold as long as a goal holds, and goes back with half the step where it does not (Zhao et al., Adaptive Activation-based
/// Structured Pruning, 2022). An accepted round raises the threshold by the step. After the first and the second failure in a row the step
/// is half and a quarter of the last accepted round's, from that round's threshold; after the third that round is given up too, and is
/// tried again before a step of half the last one.
/// </summary>
/// <param name="Goal">What must hold.</param>
/// <param name="Limit">The most that is accepted: a drop in accuracy, or a reduction, each as a fraction.</param>
public sealed record AdaptiveThreshold(AdaptiveGoal Goal, double Limit) : RoundPolicy
{
    /// <summary>The first step of the threshold. Default: 1, as in the published code; the paper has 0.1.</summary>
    public double Step { get; init; } = 1;

    /// <summary>The procedure ends when the step is smaller. Default: 0.001.</summary>
    public double SmallestStep { get; init; } = 1e-3;

    /// <summary>How many rounds there are at most. Default: 100.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>What follows an accepted round. Default: thresholds that have failed are not tried again.</summary>
    public FailedThresholds Failed { get; init; } = FailedThresholds.Avoided;

    /// <inheritdoc/>
    public override Attempt? Next(ProcedureHistory history)
    {
        ThresholdSearch search = After(history);
        return history.Rounds.Length >= Rounds || search.IsExhausted || search.Step < SmallestStep
            ? null
            : new Attempt(search.Threshold, search.Base);
    }

    /// <inheritdoc/>
    public override bool Accepts(Round round, ProcedureHistory history) => Measure(round, history) <= Limit;

    /// <inheritdoc/>
    public override IEnumerable<int> Reachable(ProcedureHistory history) => After(history).Track.Select(accepted => accepted.Round);

    private double Measure(Round round, ProcedureHistory history) => Goal switch
    {
        AdaptiveGoal.AccuracyDrop => history.Accuracy - round.Accuracy,
        AdaptiveGoal.ParameterReduction => 1 - ((double)round.Cost.Parameters / history.Cost.Parameters),
        AdaptiveGoal.MacReduction => 1 - ((double)round.Cost.Macs / history.Cost.Macs),
        _ => throw new InvalidOperationException($"There is no goal {Goal}."),
    };

    // The dense network is the paper's round 0, with the threshold 0.
    private ThresholdSearch After(ProcedureHistory history) => history.Rounds.Aggregate(
        ThresholdSearch.Start(Step, Failed).After(0, accepted: true),
        (search, round) => search.After(round.Number, round.Accepted));
}

/// <summary>What an <see cref="AdaptiveThreshold"/> must not exceed.</summary>
public enum AdaptiveGoal
{
    /// <summary>The drop in accuracy below the dense network: accuracy-guaranteed.</summary>
    AccuracyDrop,

    /// <summary>The fraction of parameters that went: memory-constrained, from below.</summary>
    ParameterReduction,

    /// <summary>The fraction of MACs that went: computation-constrained, from below.</summary>
    MacReduction,
}

/// <summary>What becomes of thresholds that have failed.</summary>
public enum FailedThresholds
{
    /// <summary>A step that would reach one is halved until it does not.</summary>
    Avoided,

    /// <summary>They may be tried again after an accepted round, as in the published code.</summary>
    TriedAgain,
}

/// <summary>Where the search for a threshold stands. Immutable.</summary>
internal sealed record ThresholdSearch
{
    private ThresholdSearch()
    {
    }

    /// <summary>The threshold to try.</summary>
    public double Threshold { get; private init; }

    /// <summary>The step that led to it.</summary>
    public double Step { get; private init; }

    /// <summary>The accepted rounds that can be gone back to, with threshold and step of each.</summary>
    public ImmutableArray<(int Round, double Threshold, double Step)> Track { get; private init; } = [];

    /// <summary>Failures since the last accepted round, or since one was given up.</summary>
    public int Failures { get; private init; }

    /// <summary>Whether there is nothing left to go back to.</summary>
    public bool IsExhausted { get; private init; }

    /// <summary>The accepted round to go on from.</summary>
    public int Base { get; private init; }

    private double LowestFailed { get; init; } = double.PositiveInfinity;

    private FailedThresholds Failed { get; init; }

    public static ThresholdSearch Start(double step, FailedThresholds failed) => new() { Step = step, Failed = failed };

    /// <summary>The search after the current threshold was tried in a round.</summary>
    public ThresholdSearch After(int round, bool accepted)
    {
        if (accepted)
        {
            ThresholdSearch reached = this with { Track = Track.Add((round, Threshold, Step)), Failures = 0, Base = round };
            return reached.Above(Threshold, Step);
        }
        if (Track.IsEmpty)
        {
            return this with { IsExhausted = true };
        }
        (int last, double threshold, double lastStep) = Track[^1];
        ThresholdSearch failed = this with { LowestFailed = Math.Min(LowestFailed, Threshold), Base = last, Failures = Failures + 1 };
        return failed.Failures < 3
            ? failed.Above(threshold, lastStep / Math.Pow(2, failed.Failures))
            : failed with { Step = Step / 2, Threshold = threshold, Track = Track[..^1], Failures = 0 };
    }

    private ThresholdSearch Above(double threshold, double step)
    {
        while (Failed == FailedThresholds.Avoided && threshold + step >= LowestFailed && step > 0)
        {
            step /= 2;
        }
        return this with { Threshold = threshold + step, Step = step };
    }
}
