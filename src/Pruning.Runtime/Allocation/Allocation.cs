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

    /// <summary>
    /// LAMP over groups: one threshold for scores that are divided by the sum of themselves and all larger ones of their group (Lee et
    /// al., Layer-adaptive Sparsity for the Magnitude-based Pruning, 2021; over channels, SLAMP in NetsPresso). Meant for squared norms
    /// such as <c>Importance.GroupNorm(2)</c>. The best channel of every group has the score 1, so no group is emptied.
    /// </summary>
    public static GlobalAllocation Lamp { get; } = new() { Normalization = Normalization.Lamp };

    /// <summary>Groups of like structure compete among themselves; see <see cref="IsomorphicAllocation"/>.</summary>
    public static IsomorphicAllocation Isomorphic { get; } = new();

    /// <summary>How many channels of each group stay, in the graph's order: allowed widths that fit the budget.</summary>
    /// <exception cref="PruningException">The budget is below what the allowed widths can reach.</exception>
    public abstract IReadOnlyList<int> Widths(AllocationProblem problem);
}
