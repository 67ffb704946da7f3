namespace Pruning;

/// <summary>
/// Of every group the same fraction stays: the largest that fits the budget, each width rounded up to an allowed one. What the rounding
/// leaves of the budget is then given out in the same order, so that no group could have another step.
/// </summary>
public sealed record UniformAllocation : Allocation
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> Widths(AllocationProblem problem) =>
        StepwiseRemoval.Widths(problem, step => -(double)step.Below / problem.Graph.Groups[step.Group].Channels);
}
