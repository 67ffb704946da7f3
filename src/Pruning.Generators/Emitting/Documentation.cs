using System.Text;

namespace Pruning.Generators.Emitting;

/// <summary>Text inside documentation comments.</summary>
internal static class Documentation
{
    private const int Width = 110;

    /// <summary>Plain text.</summary>
    public static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>A name or a piece of code.</summary>
    public static string Code(string text) => $"<c>{Text(text)}</c>";

    /// <summary>A sentence that lists names, on as many lines as it needs.</summary>
    public static IEnumerable<string> Sentence(string start, IEnumerable<string> names)
    {
        var line = new StringBuilder("/// ").Append(start);
        string[] words = [.. names.Select(Code)];
        for (int i = 0; i < words.Length; i++)
        {
            if (line.Length + words[i].Length + 1 > Width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear().Append("/// ");
            }

            line.Append(words[i]).Append(i == words.Length - 1 ? '.' : ',').Append(' ');
        }

        yield return line.ToString().TrimEnd();
    }
}
