using Pruning.Generators.Coupling;

namespace Pruning.Generators.Emitting;

/// <summary>Prints the model's graph: groups and layouts for the run time.</summary>
internal static class GraphEmitter
{
    public static void Emit(SourceWriter writer, PruningModel model)
    {
        writer.Line("/// <summary>The groups of coupled channels, how every parameter is made of them, and what a network of given widths costs.</summary>");
        if (model.Kept.Count > 0)
        {
            writer.Line("/// <remarks>");
            foreach (KeptModel kept in model.Kept)
            {
                writer.Line($"/// All {WidthText.Number(kept.Channels)} channels of {Documentation.Code(kept.Name)} stay: {Documentation.Text(kept.Reason)}.");
            }

            writer.Line("/// </remarks>");
        }

        writer.Line("public static global::Pruning.Graph Graph { get; } = new(");
        writer.Indented(
        [
            $"model: \"{model.Network.Name.MetadataName}\",",
            $"fingerprint: \"{Fingerprint.Of(model)}\",",
            "groups:",
            "[",
            .. model.Groups.Select(group => "    " + Group(group)),
            "],",
            "parameters:",
            "[",
            .. model.Parameters.Select(parameter => "    " + Parameter(parameter)),
            "],",
            "cost: static widths => new Widths(widths).Cost,",
            "marginalCost: static (widths, group) => new Widths(widths).MarginalCost(group),",
            "build: static widths => new Pruned(new Widths(widths)));",
        ]);
    }

    private static string Group(GroupModel group)
    {
        string[] properties =
        [
            .. group.Limits.Set(group.Channels).Select(limit => $"{limit.Property} = {WidthText.Number(limit.Value)}"),
            .. group.ApproximateReason is null ? Array.Empty<string>() : ["IsExact = false"],
            .. group.MeetsWithoutWeights ? ["MeetsWithoutWeights = true"] : Array.Empty<string>(),
        ];
        string initializer = properties.Length == 0 ? "" : $" {{ {string.Join(", ", properties)} }}";
        return $"new(\"{group.Name}\", {WidthText.Number(group.Channels)}){initializer},";
    }

    private static string Parameter(ParameterModel parameter) =>
        $"new(\"{parameter.Name}\"{string.Concat(parameter.Dimensions.Select(dimension => ", " + Dimension(dimension)))}),";

    private static string Dimension(DimensionModel dimension) => dimension.Role == DimensionRole.Fixed
        ? $"global::Pruning.Dimension.Fixed({WidthText.Number(dimension.Segments.Sum(Length))})"
        : $"global::Pruning.Dimension.{dimension.Role}({string.Join(", ", dimension.Segments.Select(Segment))})";

    private static long Length(SegmentModel segment) => segment.Factors.Aggregate(1L, (length, factor) => length * factor.Length);

    private static string Segment(SegmentModel segment) =>
        $"new global::Pruning.Segment({string.Join(", ", segment.Factors.Select(Factor))})";

    private static string Factor(FactorModel factor) => factor.Group is { } group
        ? $"global::Pruning.Factor.Of({WidthText.Number(group)}, {WidthText.Number(factor.Length)})"
        : $"global::Pruning.Factor.Constant({WidthText.Number(factor.Length)})";
}
