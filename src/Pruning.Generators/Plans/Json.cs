using System.Globalization;
using System.Text;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Plans;

/// <summary>A place in a text; line and column count from zero, as compilers do.</summary>
public sealed record TextPosition(int Offset, int Line, int Column);

/// <summary>A value in a JSON text and where it stands.</summary>
public abstract record JsonValue(TextPosition Position);

/// <summary>An object; names are unique.</summary>
public sealed record JsonObject(TextPosition Position, EquatableArray<JsonMember> Members) : JsonValue(Position);

/// <summary>A member of an object.</summary>
public sealed record JsonMember(string Name, TextPosition Position, JsonValue Value);

/// <summary>An array.</summary>
public sealed record JsonArray(TextPosition Position, EquatableArray<JsonValue> Items) : JsonValue(Position);

/// <summary>A string.</summary>
public sealed record JsonText(TextPosition Position, string Value) : JsonValue(Position);

/// <summary>A number.</summary>
public sealed record JsonNumber(TextPosition Position, double Value) : JsonValue(Position);

/// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
public sealed record JsonWord(TextPosition Position, string Value) : JsonValue(Position);

/// <summary>
/// Reads JSON (RFC 8259) and says where it is wrong. A generator may depend on nothing that the compiler does not bring, so not on
/// System.Text.Json.
/// </summary>
internal sealed class JsonReader
{
    private const int DeepestNesting = 64;

    private readonly string _text;
    private int _offset;
    private int _line;
    private int _lineStart;
    private int _depth;

    private JsonReader(string text) => _text = text;

    private TextPosition Position => new(_offset, _line, _offset - _lineStart);

    private char Next => _offset < _text.Length ? _text[_offset] : '\0';

    /// <summary>The value that the whole text is.</summary>
    /// <exception cref="PlanFormatException">The text is not JSON.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        JsonValue value = reader.Value();
        reader.SkipSpace();
        return reader._offset == text.Length ? value : throw reader.Unexpected("the end of the file");
    }

    private JsonValue Value()
    {
        SkipSpace();
        if (++_depth > DeepestNesting)
        {
            throw new PlanFormatException("The values are nested too deeply", Position);
        }

        JsonValue value = Next switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => new JsonText(Position, Text()),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Word(),
        };
        _depth--;
        return value;
    }

    private JsonObject Object()
    {
        TextPosition position = Position;
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Items('}', () =>
        {
            TextPosition start = Position;
            string name = Next == '"' ? Text() : throw Unexpected("a name in quotes");
            if (!names.Add(name))
            {
                throw new PlanFormatException($"The name '{name}' is there twice", start);
            }

            SkipSpace();
            Take(':');
            members.Add(new JsonMember(name, start, Value()));
        });
        return new JsonObject(position, members.ToEquatableArray());
    }

    private JsonArray Array()
    {
        TextPosition position = Position;
        var items = new List<JsonValue>();
        Items(']', () => items.Add(Value()));
        return new JsonArray(position, items.ToEquatableArray());
    }

    private void Items(char end, Action readItem)
    {
        _offset++;
        SkipSpace();
        while (Next != end)
        {
            readItem();
            SkipSpace();
            if (Next != end)
            {
                Take(',');
                SkipSpace();
                if (Next == end)
                {
                    throw Unexpected("a value behind the comma");
                }
            }
        }

        _offset++;
    }

    private string Text()
    {
        var value = new StringBuilder();
        for (_offset++; Next != '"'; _offset++)
        {
            if (Next < ' ')
            {
                throw Unexpected("the closing quotes");
            }

            value.Append(Next == '\\' ? Escaped() : Next);
        }

        _offset++;
        return value.ToString();
    }

    private char Escaped()
    {
        _offset++;
        switch (Next)
        {
            case '"' or '\\' or '/': return Next;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _offset + 4 < _text.Length && ushort.TryParse(
                _text.Substring(_offset + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _offset += 4;
                return (char)code;
            default: throw Unexpected("an escape sequence");
        }
    }

    private JsonNumber Number()
    {
        TextPosition position = Position;
        int start = _offset;
        while (Next is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            _offset++;
        }

        string text = _text.Substring(start, _offset - start);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? new JsonNumber(position, value)
            : throw new PlanFormatException($"'{text}' is not a number", position);
    }

    private JsonWord Word()
    {
        TextPosition position = Position;
        string? word = new[] { "true", "false", "null" }.FirstOrDefault(known => string.CompareOrdinal(_text, _offset, known, 0, known.Length) == 0);
        _offset += word?.Length ?? throw Unexpected("a value");
        return new JsonWord(position, word);
    }

    private void SkipSpace()
    {
        for (; Next is ' ' or '\t' or '\r' or '\n'; _offset++)
        {
            if (Next == '\n')
            {
                _line++;
                _lineStart = _offset + 1;
            }
        }
    }

    private void Take(char expected)
    {
        if (Next != expected)
        {
            throw Unexpected($"'{expected}'");
        }

        _offset++;
    }

    private PlanFormatException Unexpected(string expected) => new(
        $"Expected {expected}, but there is {(_offset < _text.Length ? $"'{Next}'" : "the end of the file")}", Position);
}

/// <summary>A plan file is not what it should be; says where.</summary>
internal sealed class PlanFormatException(string message, TextPosition position) : Exception(message)
{
    /// <summary>Where.</summary>
    public TextPosition Position { get; } = position;
}
