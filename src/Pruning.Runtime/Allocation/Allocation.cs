namespace Pruning;

/// <summary>
/// How a budget is spread over the groups: it decides how many channels of each group stay. Which ones is decided by the scores.
/// </summary>
public abstract record Allocation
{
    /// <summary>The same fraction of every group stays, up to rounding.</summary>
    public static UniformAllocation Uniform { get; } = new();

    /// <summary>
    /// One threshold for the channels of all groups, whose scores are made comparable by <see cref="GlobalAllocation.Normalization"/>.
    /// </summary>
    public static GlobalAllocation Global { get; } = new();

    /// <summary>How many channels of each group stay, in the graph's order: allowed widths that fit the budget.</summary>
    /// <exception cref="PruningException">The budget is below what the allowed widths can reach.</exception>
    public abstract IReadOnlyList<int> Widths(AllocationProblem problem);
}
