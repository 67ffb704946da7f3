using System.Text;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Makes names that C# accepts.</summary>
internal static class Identifiers
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    };

    /// <summary>The name, with <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>
    /// A member's name: that of the property, where the source has an auto-property, and with <c>_</c> for what no identifier can have,
    /// where the source registers it under any text.
    /// </summary>
    public static string OfMember(string member)
    {
        const string suffix = ">k__BackingField";
        if (member.StartsWith("<", StringComparison.Ordinal) && member.EndsWith(suffix, StringComparison.Ordinal))
        {
            return Escape(member.Substring(1, member.Length - 1 - suffix.Length));
        }

        return Escape(Names.Identifier(member));
    }

    /// <summary>Joins words such as <c>layer1.0</c> and <c>out_channels</c> into <c>layer10OutChannels</c>.</summary>
    public static string Camel(params string[] words)
    {
        var name = new StringBuilder();
        foreach (string word in words)
        {
            // What no identifier can have, and a word may be any name in a state dict, is left out and begins a new part.
            bool isFirst = true;
            foreach (char letter in word)
            {
                bool isPart = char.IsLetterOrDigit(letter);
                if (isPart)
                {
                    name.Append(!isFirst ? letter : name.Length == 0 ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter));
                }

                isFirst = !isPart;
            }
        }

        return name.Length > 0 && char.IsDigit(name[0]) ? "_" + name : Escape(name.ToString());
    }
}
