using System.Globalization;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>Reads the shapes that the attribute declares: <c>N,3,32,32</c>.</summary>
internal static class InputShape
{
    /// <summary>The shape, or why the text is none.</summary>
    public static (EquatableArray<Size>? Shape, string? Fault) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, "it is empty");
        }

        var sizes = new List<Size>();
        foreach (string part in text!.Split(',').Select(part => part.Trim()))
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

        return (sizes.ToEquatableArray(), null);
    }

    private static bool IsName(string part) => part.Length > 0 && char.IsLetter(part[0]) && part.All(char.IsLetterOrDigit);
}
