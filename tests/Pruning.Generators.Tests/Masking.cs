using static TorchSharp.torch;

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

    /// <summary>Queries and keys meet each other, and no weights: a channel that no layer reads is masked where it is produced.</summary>
    public static void WhatNobodyReads(Graph graph, PruningPlan plan, nn.Module module)
    {
        var kept = plan.ChannelsFor(graph);
        Dictionary<string, Tensor> state = module.state_dict();
        HashSet<int?> read = [.. graph.Parameters.SelectMany(layout => layout.Dimensions)
            .Where(dimension => dimension.Role == DimensionRole.Input)
            .SelectMany(dimension => dimension.Segments).SelectMany(segment => segment.Factors).Select(factor => factor.Group)];
        foreach (ParameterLayout layout in graph.Parameters)
        {
            Dimension first = layout.Dimensions[0];
            if (first.Segments.Any(segment => segment.Factors.Any(factor => factor.Group is { } group && !read.Contains(group))))
            {
                IEnumerable<int> stay = first.KeptEntries(kept).Select(entry => (int)entry);
                int[] removed = [.. Enumerable.Range(0, (int)state[layout.Name].shape[0]).Except(stay)];
                if (removed.Length > 0)
                {
                    state[layout.Name].index_fill_(0, tensor(removed.Select(entry => (long)entry).ToArray()), 0);
                }
            }
        }
    }
}
