using System.Text;
using System.Text.Json;

namespace Pruning;

/// <summary>Reads plan files strictly: what is not expected is an error with its line and column.</summary>
internal ref struct PlanReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly string _source;
    private Utf8JsonReader _json;

    private PlanReader(ReadOnlySpan<byte> text, string source)
    {
        _text = text;
        _source = source;
        _json = new Utf8JsonReader(text);
    }

    /// <param name="text">The file's bytes, UTF-8, with or without a byte order mark.</param>
    /// <param name="source">What errors call the file.</param>
    public static PruningPlan Read(ReadOnlySpan<byte> text, string source)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        var reader = new PlanReader(text.StartsWith(mark) ? text[mark.Length..] : text, source);
        try
        {
            return reader.ReadPlan();
        }
        catch (JsonException exception)
        {
            // The text is not JSON; its own message repeats the position, counted from 0.
            string what = exception.Message.Split(" LineNumber:")[0];
            throw new PruningException($"{source}({exception.LineNumber + 1},{exception.BytePositionInLine + 1}): {what}", exception);
        }
    }

    private PruningPlan ReadPlan()
    {
        string? format = null, model = null, fingerprint = null;
        List<PlannedGroup>? groups = null;

        Expect(JsonTokenType.StartObject, "an object");
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "format" when format is null:
                    format = Text();
                    if (format != PruningPlan.Format)
                    {
                        throw Error($"the format is '{format}', but this version reads '{PruningPlan.Format}'");
                    }
                    break;
                case "model" when model is null:
                    model = Text();
                    break;
                case "fingerprint" when fingerprint is null:
                    fingerprint = Text();
                    break;
                case "groups" when groups is null:
                    groups = ReadGroups();
                    break;
                default:
                    throw Error($"the property '{property}' is unknown or comes twice; a plan has format, model, fingerprint and groups");
            }
        }
        if (format is null || model is null || fingerprint is null || groups is null)
        {
            string missing = format is null ? "format" : model is null ? "model" : fingerprint is null ? "fingerprint" : "groups";
            throw Error($"the plan has no '{missing}'");
        }
        _json.Read(); // throws where something follows
        return PruningPlan.FromFile(model, fingerprint, groups);
    }

    private List<PlannedGroup> ReadGroups()
    {
        var groups = new List<PlannedGroup>();
        Expect(JsonTokenType.StartObject, "an object with one property per group");
        while (NextProperty() is { } name)
        {
            if (groups.Any(group => group.Name == name))
            {
                throw Error($"the group '{name}' comes twice");
            }
            groups.Add(ReadGroup(name));
        }
        return groups;
    }

    private PlannedGroup ReadGroup(string name)
    {
        int? of = null;
        List<int>? keep = null;
        Expect(JsonTokenType.StartObject, "an object with 'of' and 'keep'");
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "of" when of is null:
                    _json.Read();
                    of = Number();
                    break;
                case "keep" when keep is null:
                    keep = ReadNumbers();
                    break;
                default:
                    throw Error($"the property '{property}' is unknown or comes twice; a group has 'of' and 'keep'");
            }
        }
        if (of is null || keep is null)
        {
            throw Error($"the group '{name}' has no '{(of is null ? "of" : "keep")}'");
        }
        try
        {
            return new PlannedGroup(name, of.Value, [.. keep]);
        }
        catch (PruningException exception)
        {
            throw Error(exception.Message.TrimEnd('.'), exception);
        }
    }

    private List<int> ReadNumbers()
    {
        var numbers = new List<int>();
        Expect(JsonTokenType.StartArray, "an array of channel numbers");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(Number());
        }
        return numbers;
    }

    private readonly int Number() =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out int number) && number >= 0
            ? number
            : throw Error("a whole number of at least 0 is expected");

    private string Text()
    {
        Expect(JsonTokenType.String, "a text");
        return Unescaped();
    }

    private string? NextProperty()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : Unescaped();
    }

    private readonly string Unescaped()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException exception) // bytes that are not UTF-8, or half of a surrogate pair
        {
            throw Error("the text is not valid Unicode", exception);
        }
    }

    private void Expect(JsonTokenType type, string what)
    {
        _json.Read();
        if (_json.TokenType != type)
        {
            throw Error($"{what} is expected");
        }
    }

    private readonly PruningException Error(string what, Exception? inner = null)
    {
        ReadOnlySpan<byte> before = _text[..(int)_json.TokenStartIndex];
        int line = before.Count((byte)'\n') + 1;
        int column = before.Length - before.LastIndexOf((byte)'\n'); // LastIndexOf gives -1 in the first line
        string message = $"{_source}({line},{column}): {what}.";
        return inner is null ? new PruningException(message) : new PruningException(message, inner);
    }
}
