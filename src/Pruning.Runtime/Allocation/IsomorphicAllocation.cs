namespace Pruning;

/// <summary>
/// Groups of like structure compete among themselves, and every such class loses the same fraction of its channels (Fang et al.,
/// Isomorphic Pruning for Vision Models, 2024). Within a class the lowest normalised scores go first. The scores of groups of unlike
/// structure, such as attention heads and residual streams, are never compared.
/// </summary>
public sealed record IsomorphicAllocation : Allocation
{
    /// <summary>What makes the scores of one class's groups comparable; by default a division by the group's mean.</summary>
    public Normalization Normalization { get; init; } = Normalization.Mean;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Widths(AllocationProblem problem)
    {
        Scores normalized = problem.Scores.Normalize(Normalization);
        double[][] places = [.. problem.Graph.DenseWidths.Select(channels => new double[channels])];
        foreach (IGrouping<string, int> likeGroups in Enumerable.Range(0, places.Length).GroupBy(problem.Graph.StructureOf))
        {
            (int Group, int Channel)[] ascending =
            [
                .. likeGroups
                    .SelectMany(group => Enumerable.Range(0, places[group].Length).Select(channel => (Group: group, Channel: channel)))
                    .OrderBy(place => normalized[place.Group][place.Channel]),
            ];
            for (int place = 0; place < ascending.Length; place++)
            {
                places[ascending[place].Group][ascending[place].Channel] = (place + 0.5) / ascending.Length;
            }
        }
        return StepwiseRemoval.Widths(problem, places);
    }
}
