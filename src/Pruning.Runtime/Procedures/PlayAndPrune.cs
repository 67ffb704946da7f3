namespace Pruning;

/// <summary>
/// Prunes as long as the accuracy is above the lowest that is tolerated, the more the further it is above (Singh et al., Play and Prune,
/// 2019). The target of a round is T = max(0, C − (E − ε)), the accuracy that is left to spend, in percentage points: C is the current
/// accuracy, E the dense network's, ε the tolerance. <see cref="SpendingProposal"/> makes a threshold of it.
/// </summary>
/// <param name="Tolerance">ε, in percentage points. Default: 1.</param>
public sealed record PlayAndPrune(double Tolerance = 1) : RoundPolicy
{
    /// <summary>How many rounds there are at most. Default: 50.</summary>
    public int Rounds { get; init; } = 50;

    /// <inheritdoc/>
    public override Attempt? Next(ProcedureHistory history)
    {
        double left = Left(100 * (history.LastAccepted?.Accuracy ?? history.Accuracy), 100 * history.Accuracy);
        bool stuck = history.Rounds is [.., { } last]
            && (!last.Accepted || last.Plan.Equals(history.Rounds.Length > 1 ? history.Rounds[^2].Plan : null));
        return left == 0 || stuck || history.Rounds.Length >= Rounds
            ? null
            : new Attempt(left, history.LastAccepted?.Number ?? 0);
    }

    /// <inheritdoc/>
    public override bool Accepts(Round round, ProcedureHistory history) =>
        100 * round.Accuracy >= (100 * history.Accuracy) - Tolerance;

    /// <summary>T: the accuracy that is left to spend, in percentage points.</summary>
    /// <param name="current">C, in percentage points.</param>
    /// <param name="dense">E, in percentage points.</param>
    internal double Left(double current, double dense) => Math.Max(0, current - (dense - Tolerance));
}
