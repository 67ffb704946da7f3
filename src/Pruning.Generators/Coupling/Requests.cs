using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>Puts what <c>[Keep]</c>, <c>[Width]</c> and <c>[Prunable]</c> ask for onto the axes that layers produce.</summary>
internal static class Requests
{
    /// <summary>Applies all requests; call it when the network has been propagated, and no axis is divided any more.</summary>
    public static void Apply(NetworkModel network, StateDict states, IReadOnlyList<Grouping> groupings)
    {
        foreach (ChannelRequest request in network.Requests)
        {
            if (request is GroupingRequest grouping)
            {
                Apply(grouping, groupings);
                continue;
            }

            HashSet<int> modules = [.. network.ModulesIn(request.Module)];
            foreach (Axis axis in states.Entries
                .Where(entry => modules.Contains(entry.Module))
                .SelectMany(entry => entry.State.Dims)
                .Where(dim => dim.Role == StateRole.Output)
                .SelectMany(dim => dim.Dim.Leaves()))
            {
                Apply(request, axis);
            }
        }
    }

    private static void Apply(GroupingRequest request, IReadOnlyList<Grouping> groupings)
    {
        foreach (Dim kept in groupings.SelectMany(grouping => request.KeepsGroups ? [grouping.Groups] : grouping.Positions))
        {
            kept.Keep(request.Source);
        }
    }

    private static void Apply(ChannelRequest request, Axis axis)
    {
        switch (request)
        {
            case WidthRequest width:
                axis.Limit(width.Limits);
                break;
            case KeepRequest:
                axis.Keep(request.Source);
                break;
        }
    }
}
