using System.Text;

namespace Pruning.Generators.Emitting;

/// <summary>Collects lines of C# and indents them by their braces. Lines end with a line feed on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines, each at the current depth; raw strings may hold several.</summary>
    public void Line(string lines = "")
    {
        int start = 0;
        while (start <= lines.Length)
        {
            int end = lines.IndexOf('\n', start);
            end = end < 0 ? lines.Length : end;
            Line(lines, start, end);
            start = end + 1;
        }
    }

    /// <summary>Writes a heading, if any, and an opening brace.</summary>
    public void Open(string heading = "")
    {
        if (heading.Length > 0)
        {
            Line(heading);
        }

        Line("{");
        _depth++;
    }

    /// <summary>Writes the closing brace.</summary>
    public void Close(string suffix = "")
    {
        _depth--;
        Line("}" + suffix);
    }

    /// <summary>Writes lines one step deeper.</summary>
    public void Indented(IEnumerable<string> lines)
    {
        _depth++;
        foreach (string line in lines)
        {
            Line(line);
        }

        _depth--;
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private void Line(string text, int start, int end)
    {
        while (end > start && text[end - 1] is '\r' or ' ')
        {
            end--;
        }

        if (end > start)
        {
            _text.Append(' ', 4 * _depth).Append(text, start, end - start);
        }

        _text.Append('\n');
    }
}
