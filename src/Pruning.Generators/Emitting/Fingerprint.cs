using System.Security.Cryptography;
using System.Text;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>A hash of what a plan depends on: the groups, and how parameters are made of them.</summary>
public static class Fingerprint
{
    /// <summary>16 hexadecimal digits.</summary>
    public static string Of(PruningModel model)
    {
        var text = new StringBuilder();
        foreach (GroupModel group in model.Groups)
        {
            text.Append(group.Name).Append(':').Append(WidthText.Number(group.Channels)).Append('\n');
        }

        foreach (ParameterModel parameter in model.Parameters)
        {
            text.Append(parameter.Name).Append('=');
            List(text, parameter.Dimensions, Dimension);
            text.Append('\n');
        }

        using var hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())).Take(8)
            .Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    // The text is that of the records' ToString(). Plan files hold its hash, so it has to stay as it is.
    private static void Dimension(StringBuilder text, DimensionModel dimension)
    {
        text.Append("DimensionModel { Role = ").Append(dimension.Role).Append(", Segments = ");
        List(text, dimension.Segments, Segment);
        text.Append(" }");
    }

    private static void Segment(StringBuilder text, SegmentModel segment)
    {
        text.Append("SegmentModel { Factors = ");
        List(text, segment.Factors, Factor);
        text.Append(" }");
    }

    private static void Factor(StringBuilder text, FactorModel factor) => text
        .Append("FactorModel { Group = ").Append(factor.Group is { } group ? WidthText.Number(group) : "")
        .Append(", Length = ").Append(WidthText.Number(factor.Length)).Append(" }");

    private static void List<T>(StringBuilder text, EquatableArray<T> items, Action<StringBuilder, T> append)
        where T : IEquatable<T>
    {
        text.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            append(text, items[i]);
        }

        text.Append(']');
    }
}
