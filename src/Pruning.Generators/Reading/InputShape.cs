using System.Globalization;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>The shape of an input and its element type as PyTorch calls it, where the attribute says it.</summary>
internal sealed record DeclaredInput(EquatableArray<Size> Shape, string? ElementType);

/// <summary>Reads the shapes that the attribute declares: <c>N,3,32,32</c> or <c>N,T:int64</c>.</summary>
internal static class InputShape
{
    /// <summary>The shape, or why the text is none.</summary>
    public static (DeclaredInput? Input, string? Fault) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, "it is empty");
        }

        string[] halves = text!.Split([':'], 2);
        string? elementType = halves.Length == 2 ? halves[1].Trim() : null;
        if (elementType is not null && !DeclaredElementTypes.All.Contains(elementType))
        {
            return (null, $"'{elementType}' is no element type (they are {string.Join(", ", DeclaredElementTypes.All)})");
        }

        var sizes = new List<Size>();
        foreach (string part in halves[0].Split(',').Select(part => part.Trim()))
        {
            if (long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                if (number == 0)
                {
                    return (null, "a size is zero");
                }

                sizes.Add(number);
            }
            else if (IsName(part))
            {
                sizes.Add(Size.Symbol(part));
            }
            else
            {
                return (null, part.Length == 0 ? "a size is missing" : $"'{part}' is neither a whole number nor a name");
            }
        }

        return (new DeclaredInput(sizes.ToEquatableArray(), elementType), null);
    }

    private static bool IsName(string part) => part.Length > 0 && char.IsLetter(part[0]) && part.All(char.IsLetterOrDigit);
}
