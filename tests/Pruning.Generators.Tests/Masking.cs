namespace Pruning.Generators.Tests;

/// <summary>What it takes to compare a pruned network with a masked one.</summary>
internal static class Masking
{
    /// <summary>The plan with all channels of the groups that are not exact.</summary>
    public static PruningPlan WithoutApproximations(Graph graph, PruningPlan plan)
    {
        foreach (Group group in graph.Groups.Where(group => !group.IsExact))
        {
            plan = plan.Keep(group.Name, Enumerable.Range(0, group.Channels));
        }

        return plan;
    }
}
