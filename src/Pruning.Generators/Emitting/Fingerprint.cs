using System.Security.Cryptography;
using System.Text;
using Pruning.Generators.Coupling;

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
            text.Append(FormattableString.Invariant($"{group.Name}:{group.Channels}\n"));
        }

        foreach (ParameterModel parameter in model.Parameters)
        {
            text.Append(FormattableString.Invariant($"{parameter.Name}={parameter.Dimensions}\n"));
        }

        using var hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())).Take(8)
            .Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
