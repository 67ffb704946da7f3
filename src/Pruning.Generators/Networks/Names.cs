using System.Globalization;

namespace Pruning.Generators.Networks;

/// <summary>Names that code can have, made of names that are any text.</summary>
internal static class Names
{
    /// <summary>The text with <c>_</c> for what no identifier can have, and before a digit that it would begin with.</summary>
    public static string Identifier(string text)
    {
        string name = string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>The name, or the name with the first number behind it that makes it new. It counts as taken from now on.</summary>
    /// <param name="name">The name that is wanted.</param>
    /// <param name="taken">The names that are taken.</param>
    /// <param name="separator">What stands between the name and a number.</param>
    public static string Unique(string name, ISet<string> taken, string separator = "")
    {
        string unique = name;
        for (int number = 2; !taken.Add(unique); number++)
        {
            unique = name + separator + number.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
