using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pruning;

/// <summary>
/// Reads a method: its name, or an object with its name and some of its settings, which are the properties of its class.
/// </summary>
internal sealed class NamedConverter<TMethod> : JsonConverter<Named<TMethod>>, ISchema
    where TMethod : class
{
    private const string NameProperty = "name";

    public override Named<TMethod> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Default(reader.GetString()!);
        }
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty(NameProperty, out JsonElement name)
            || name.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("the name of a method is expected, or an object with its 'name' and its settings");
        }
        Named<TMethod> found = Default(name.GetString()!);
        return found with { Value = With(found, document.RootElement, options) };
    }

    public override void Write(Utf8JsonWriter writer, Named<TMethod> value, JsonSerializerOptions options)
    {
        TMethod preset = Named<TMethod>.Of(value.Name).Value;
        PropertyInfo[] changed =
            [.. SettingsOf(value.Value.GetType()).Where(property => !Equals(property.GetValue(value.Value), property.GetValue(preset)))];
        if (changed.Length == 0)
        {
            writer.WriteStringValue(value.Name);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString(NameProperty, value.Name);
        foreach (PropertyInfo property in changed)
        {
            writer.WritePropertyName(NameOf(property));
            JsonSerializer.Serialize(writer, property.GetValue(value.Value), property.PropertyType, options);
        }
        writer.WriteEndObject();
    }

    public JsonNode Schema() => new JsonObject
    {
        ["anyOf"] = new JsonArray(
        [
            new JsonObject { ["enum"] = new JsonArray([.. Named<TMethod>.Makers.Keys.Select(name => (JsonNode)name)]) },
            .. Named<TMethod>.Makers.Select(maker => (Name: maker.Key, Settings: SettingsOf(maker.Value().GetType()).ToArray()))
                .Where(method => method.Settings.Length > 0)
                .Select(method => new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject(
                    [
                        new(NameProperty, new JsonObject { ["const"] = method.Name }),
                        .. method.Settings.Select(property =>
                            KeyValuePair.Create(NameOf(property), (JsonNode?)SchemaOf(property.PropertyType))),
                    ]),
                    ["required"] = new JsonArray(NameProperty),
                    ["additionalProperties"] = false,
                }),
        ]),
    };

    private static Named<TMethod> Default(string name)
    {
        try
        {
            return Named<TMethod>.Of(name);
        }
        catch (PruningException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private static TMethod With(Named<TMethod> method, JsonElement settings, JsonSerializerOptions options)
    {
        Type type = method.Value.GetType();
        object copy = type.GetMethod("<Clone>$")!.Invoke(method.Value, null)!;
        Dictionary<string, PropertyInfo> known = SettingsOf(type).ToDictionary(NameOf);
        foreach (JsonProperty setting in settings.EnumerateObject().Where(setting => setting.Name != NameProperty))
        {
            if (!known.TryGetValue(setting.Name, out PropertyInfo? property))
            {
                throw new JsonException($"'{method.Name}' has no setting '{setting.Name}'; {Hint(setting.Name, known.Keys)}");
            }
            try
            {
                property.SetValue(copy, setting.Value.Deserialize(property.PropertyType, options));
            }
            catch (Exception exception) when (exception is JsonException or TargetInvocationException { InnerException: ArgumentException })
            {
                string reason = (exception.InnerException ?? exception).Message;
                throw new JsonException($"the setting '{setting.Name}' of '{method.Name}': {reason}");
            }
        }
        return (TMethod)copy;
    }

    private static string Hint(string name, IReadOnlyCollection<string> known) =>
        known.Count == 0 ? "it has none" : $"do you mean '{Spelling.Nearest(name, known)}'?";

    // Records have settings of simple types; what is computed cannot be written.
    private static IEnumerable<PropertyInfo> SettingsOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true } && IsSimple(property.PropertyType));

    private static bool IsSimple(Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        return value.IsEnum || value == typeof(int) || value == typeof(long) || value == typeof(double) || value == typeof(bool);
    }

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static JsonObject SchemaOf(Type type)
    {
        Type simple = Nullable.GetUnderlyingType(type) ?? type;
        return simple.IsEnum
            ? new JsonObject
            {
                ["enum"] = new JsonArray(
                    [.. Enum.GetNames(simple).Select(name => (JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(name))]),
            }
            : new JsonObject
            {
                ["type"] = simple == typeof(bool) ? "boolean" : simple == typeof(double) ? "number" : "integer",
            };
    }
}
