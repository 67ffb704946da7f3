using System.Collections.Immutable;

namespace Pruning;

/// <summary>How one parameter or buffer is made of the groups' channels.</summary>
/// <param name="Name">Its key in the state dict, for instance <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Dimensions">Its leading dimensions; those behind them do not depend on any group.</param>
public sealed record ParameterLayout(string Name, ImmutableArray<Dimension> Dimensions)
{
    /// <summary>A layout of the given leading dimensions.</summary>
    public ParameterLayout(string name, params ReadOnlySpan<Dimension> dimensions)
        : this(name, dimensions.ToImmutableArray())
    {
    }

    /// <summary>The path of the layer that owns the parameter: the name without its last part.</summary>
    public string Layer => Name.LastIndexOf('.') is > 0 and int end ? Name[..end] : Name;

    /// <summary>Whether the layer reads channels of some group along a dimension of the parameter.</summary>
    public bool Reads => Dimensions.Any(dimension => dimension.Role == DimensionRole.Input);

    /// <summary>Whether some entries belong to the group.</summary>
    public bool Contains(int group) => Dimensions.Any(dimension => dimension.Contains(group));

    /// <summary>The shape that is left of a tensor when only some channels stay.</summary>
    /// <param name="shape">The dense shape.</param>
    /// <param name="widths">For each group of the graph how many channels stay.</param>
    internal long[] KeptShape(ReadOnlySpan<long> shape, IReadOnlyList<int> widths)
    {
        long[] left = shape.ToArray();
        for (int dimension = 0; dimension < Dimensions.Length; dimension++)
        {
            left[dimension] = Dimensions[dimension].KeptLength(widths);
        }
        return left;
    }

    /// <summary>Whether a tensor of this shape can be what the layout describes.</summary>
    internal bool Describes(ReadOnlySpan<long> shape)
    {
        if (shape.Length < Dimensions.Length)
        {
            return false;
        }
        for (int dimension = 0; dimension < Dimensions.Length; dimension++)
        {
            if (shape[dimension] != Dimensions[dimension].Length)
            {
                return false;
            }
        }
        return true;
    }

    internal void CheckAgainst(ImmutableArray<Group> groups)
    {
        foreach (Factor factor in Dimensions.SelectMany(dimension => dimension.Segments).SelectMany(segment => segment.Factors))
        {
            if (factor.Group is int group && (group < 0 || group >= groups.Length || groups[group].Channels != factor.Length))
            {
                throw new ArgumentException(
                    $"The layout of '{Name}' has a factor of {factor.Length} channels of group {group}, which does not exist or has " +
                    "another size.");
            }
        }
    }
}
