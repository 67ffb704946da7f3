using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Trains until the accuracy has not risen for a while, then cuts what is small, and so on, as long as there is something to cut: the loop
/// around <see cref="Lobster"/> and <see cref="SeReNe"/> (Tartaglione et al., 2020 and 2021). Each round is one run of the procedure's
/// tuning, best of a single epoch with one of the two among its methods. The target of a round is how many times the loss may be what it
/// is, for <see cref="LossThresholdProposal"/>; 0 where the round only trains.
/// </summary>
/// <param name="Tolerance">By which fraction a cut may raise the loss, before it is trained again. Default: 0, as in the code.</param>
public sealed record PlateauPruning(double Tolerance = 0) : RoundPolicy
{
    /// <summary>By which fraction a cut may raise the loss, before it is trained again.</summary>
    public double Tolerance { get; init; } = Tolerance >= 0
        ? Tolerance
        : throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerated rise of the loss must be 0 or above.");

    /// <summary>How many rounds without a better accuracy are a plateau. Default: 20; 0 cuts in every round.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>How many rounds there are at most. Default: 1000.</summary>
    public int Rounds { get; init; } = 1000;

    /// <inheritdoc/>
    public override Attempt? Next(ProcedureHistory history)
    {
        ImmutableArray<Round> rounds = history.Rounds;
        if (rounds.Length >= Rounds)
        {
            return null;
        }
        ImmutableArray<Round> sinceCut = [.. rounds.Reverse().TakeWhile(round => round.Target == 0).Reverse()];
        if (RoundsSinceBest(sinceCut) < Patience)
        {
            return new Attempt(0, rounds.Length);
        }
        return CutNothing(history) ? null : new Attempt(1 + Tolerance, rounds.Length);
    }

    private static int RoundsSinceBest(ImmutableArray<Round> rounds)
    {
        if (rounds.IsEmpty)
        {
            return 0;
        }
        double best = rounds.Max(round => round.Accuracy);
        return rounds.Length - 1 - Enumerable.Range(0, rounds.Length).First(index => rounds[index].Accuracy == best);
    }

    // Whether the last cut left the sparsity as it was.
    private static bool CutNothing(ProcedureHistory history)
    {
        int last = history.Rounds.Length - 1;
        while (last >= 0 && history.Rounds[last].Target == 0)
        {
            last--;
        }
        return last >= 0 && history.Rounds[last].Sparsity <= (last > 0 ? history.Rounds[last - 1].Sparsity : 0);
    }
}
