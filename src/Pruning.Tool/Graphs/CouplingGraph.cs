using System.Collections.Immutable;

namespace Pruning.Tool.Graphs;

/// <summary>The layers of a model and the groups that they touch: what tables and pictures show.</summary>
internal sealed class CouplingGraph
{
    /// <summary>Collects the layers.</summary>
    public CouplingGraph(Graph model)
    {
        Model = model;
        Layers =
        [
            .. model.Parameters
                .GroupBy(parameter => parameter.Layer)
                .Select((parameters, row) => new CoupledLayer(row, parameters.Key, [.. Links(parameters)])),
        ];
    }

    /// <summary>The graph as the generator wrote it.</summary>
    public Graph Model { get; }

    /// <summary>The layers that some group touches, in the order of the state dict, which is mostly that of their run.</summary>
    public ImmutableArray<CoupledLayer> Layers { get; }

    /// <summary>The layers that a group touches in some way.</summary>
    public IEnumerable<CoupledLayer> LayersOf(int group, LinkKind kind) =>
        Layers.Where(layer => layer.Links.Contains(new Link(group, kind)));

    /// <summary>
    /// A layer that produces or reads channels also has entries that belong to them, such as its bias: only the stronger link is shown.
    /// </summary>
    private static IEnumerable<Link> Links(IEnumerable<ParameterLayout> parameters)
    {
        var links = (
            from parameter in parameters
            from dimension in parameter.Dimensions
            from segment in dimension.Segments
            from factor in segment.Factors
            where factor.Group is not null
            select new Link(factor.Group!.Value, KindOf(dimension.Role))).ToHashSet();
        return links
            .Where(link => link.Kind != LinkKind.Follows || links.All(other => other.Group != link.Group || other.Kind == LinkKind.Follows))
            .OrderBy(link => link.Group);
    }

    private static LinkKind KindOf(DimensionRole role) => role switch
    {
        DimensionRole.Output => LinkKind.Produces,
        DimensionRole.Input => LinkKind.Reads,
        _ => LinkKind.Follows,
    };
}

/// <summary>A layer with the groups that it touches.</summary>
/// <param name="Row">Its place among the layers.</param>
/// <param name="Path">Its path.</param>
/// <param name="Links">What it does with which group, in the order of the groups.</param>
internal sealed record CoupledLayer(int Row, string Path, ImmutableArray<Link> Links);

/// <summary>What a layer does with a group.</summary>
internal readonly record struct Link(int Group, LinkKind Kind);

/// <summary>What a layer does with a group's channels.</summary>
internal enum LinkKind
{
    /// <summary>It makes them.</summary>
    Produces,

    /// <summary>It takes them in.</summary>
    Reads,

    /// <summary>It scales, shifts or normalises them one by one.</summary>
    Follows,
}
