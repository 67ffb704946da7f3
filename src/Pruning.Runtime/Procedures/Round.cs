using System.Collections.Immutable;

namespace Pruning;

/// <summary>One round of a procedure: pruned, fine-tuned, measured, and kept or given up.</summary>
/// <param name="Number">The round's number, from 1.</param>
/// <param name="From">The accepted round whose network it went on from; 0 for the dense network.</param>
/// <param name="Target">What the policy wanted, in its own terms: a sparsity, a threshold.</param>
/// <param name="Plan">The channels that stay.</param>
/// <param name="Cost">What the network of the plan costs.</param>
/// <param name="Sparsity">The fraction of the masked weights' elements that is zero.</param>
/// <param name="Accuracy">What was measured after fine-tuning.</param>
/// <param name="Accepted">Whether the round was kept.</param>
public sealed record Round(
    int Number, int From, double Target, PruningPlan Plan, Cost Cost, double Sparsity, double Accuracy, bool Accepted);

/// <summary>What a procedure has done so far. Policies are functions of it, so that an interrupted procedure needs nothing else.</summary>
/// <param name="Accuracy">The accuracy of the dense network.</param>
/// <param name="Cost">The cost of the dense network.</param>
/// <param name="Rounds">The rounds, in order.</param>
public sealed record ProcedureHistory(double Accuracy, Cost Cost, ImmutableArray<Round> Rounds)
{
    /// <summary>The last round that was kept; null before the first.</summary>
    public Round? LastAccepted => Rounds.LastOrDefault(round => round.Accepted);
}
