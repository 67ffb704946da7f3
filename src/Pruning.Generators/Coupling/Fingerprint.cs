using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pruning.Generators.Coupling;

/// <summary>A hash of a model's groups and layouts. A plan carries it, so that it cannot be applied to another version of the model.</summary>
internal static class Fingerprint
{
    /// <summary>16 hexadecimal digits.</summary>
    public static string Of(PruningModel model)
    {
        var text = new StringBuilder();
        foreach (GroupModel group in model.Groups)
        {
            text.Append(FormattableString.Invariant($"{group.Name}:{group.Channels}\n"));
        }

        foreach (ParameterModel parameter in model.Parameters)
        {
            text.Append(parameter.Name);
            foreach (DimensionModel dimension in parameter.Dimensions)
            {
                text.Append(' ').Append(dimension.Role).Append('=').Append(string.Join("+", dimension.Segments.Select(Text)));
            }

            text.Append('\n');
        }

        using var hash = SHA256.Create();
        byte[] digest = hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Concat(digest.Take(8).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static string Text(SegmentModel segment) => string.Join("*", segment.Factors.Select(factor =>
        factor.Group is { } group ? FormattableString.Invariant($"g{group}") : factor.Length.ToString(CultureInfo.InvariantCulture)));
}
