namespace Pruning;

/// <summary>
/// Decides what a procedure tries, from which network it goes on, and what is kept. A pure function of the history. Derive from it to add
/// one.
/// </summary>
public abstract record RoundPolicy
{
    /// <summary>What to try next; null to end.</summary>
    public abstract Attempt? Next(ProcedureHistory history);

    /// <summary>Whether a round is kept. If not, the network before it is restored, to the last bit. By default every round is.</summary>
    /// <param name="round">The round, which counts as accepted for the moment.</param>
    /// <param name="history">What was before.</param>
    public virtual bool Accepts(Round round, ProcedureHistory history) => true;

    /// <summary>The accepted rounds that a later one may go on from; by default the last. The procedure keeps their networks.</summary>
    public virtual IEnumerable<int> Reachable(ProcedureHistory history) => history.LastAccepted is { } last ? [last.Number] : [];
}

/// <summary>What to try.</summary>
/// <param name="Target">How much, in the policy's own terms.</param>
/// <param name="From">The accepted round to go on from; 0 for the dense network.</param>
public readonly record struct Attempt(double Target, int From);
