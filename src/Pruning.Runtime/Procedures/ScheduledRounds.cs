namespace Pruning;

/// <summary>
/// A number of rounds whose sparsity follows a schedule: one-shot with a single round, iterative pruning and tuning with more. Where the
/// accuracy drops too far, the round is given up and the procedure ends with the one before.
/// </summary>
/// <param name="Rounds">How many rounds, at least 1.</param>
/// <param name="Sparsity">The target of the last round, from 0 to below 1.</param>
public sealed record ScheduledRounds(int Rounds, double Sparsity) : RoundPolicy
{
    /// <summary>How many rounds, at least 1.</summary>
    public int Rounds { get; init; } = Rounds >= 1
        ? Rounds
        : throw new ArgumentOutOfRangeException(nameof(Rounds), Rounds, "There must be a round.");

    /// <summary>How the sparsity rises. Default: in equal steps.</summary>
    public PruningSchedule Schedule { get; init; } = PruningSchedule.Linear;

    /// <summary>How far the accuracy may fall below the dense network's. Default: as far as it likes.</summary>
    public double MaximumDrop { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public override Attempt? Next(ProcedureHistory history)
    {
        int done = history.Rounds.Length;
        return done == Rounds || history.Rounds.Any(round => !round.Accepted)
            ? null
            : new Attempt(Schedule.Between(0, Sparsity, (done + 1.0) / Rounds), done);
    }

    /// <inheritdoc/>
    public override bool Accepts(Round round, ProcedureHistory history) => history.Accuracy - round.Accuracy <= MaximumDrop;
}
