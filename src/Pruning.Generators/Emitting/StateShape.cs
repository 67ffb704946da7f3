using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>The shape of a parameter or buffer that a class registers by itself.</summary>
internal static class StateShape
{
    /// <summary>One operand a dimension: a width where groups make it up, else the size that the source gives.</summary>
    public static IEnumerable<Operand> Of(ModuleTree tree, ClassNode node, StateNode state)
    {
        string key = node.Path.Length == 0 ? state.Name : node.Path + "." + state.Name;
        ParameterModel? layout = tree.Model.Parameters.FirstOrDefault(parameter => parameter.Name == key);
        return state.Shape.Select((size, place) =>
            layout is not null && place < layout.Dimensions.Count && layout.Dimensions[place].Role != DimensionRole.Fixed
                ? new WidthOperand(Width(layout.Dimensions[place]))
                : (Operand)new SizeOperand(size));
    }

    private static WidthExpression Width(DimensionModel dimension) => new(dimension.Segments.Select(Term).ToEquatableArray());

    private static WidthTerm Term(SegmentModel segment) => new(
        segment.Factors.Where(factor => factor.Group is null).Aggregate(1L, (product, factor) => product * factor.Length),
        segment.Factors.Select(factor => factor.Group).OfType<int>().ToEquatableArray(),
        EquatableArray<SizeAtom>.Empty);
}
