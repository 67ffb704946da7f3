namespace Pruning;

/// <summary>
/// The channels with the lowest normalised scores of all groups go first, until the budget fits. Where widths are rounded, a step of
/// several channels counts with the mean of their scores. What the last step leaves of the budget is given back to the best channels that
/// still fit, so that no group could have another step.
/// </summary>
public sealed record GlobalAllocation : Allocation
{
    /// <summary>What makes the scores of different groups comparable; by default a division by the group's mean.</summary>
    public Normalization Normalization { get; init; } = Normalization.Mean;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Widths(AllocationProblem problem)
    {
        Scores normalized = problem.Scores.Normalize(Normalization);
        return StepwiseRemoval.Widths(problem, [.. problem.Graph.Groups.Select((_, group) => normalized[group].ToArray())]);
    }
}
