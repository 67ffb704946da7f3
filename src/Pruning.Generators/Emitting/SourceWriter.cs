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
        foreach (string line in lines.Split('\n'))
        {
            string trimmed = line.TrimEnd('\r', ' ');
            if (trimmed.Length > 0)
            {
                _text.Append(' ', 4 * _depth).Append(trimmed);
            }

            _text.Append('\n');
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
}
