using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pruning;

/// <summary>The words of recipes: enumerations and normalisations by name, in lower case with hyphens.</summary>
internal static class RecipeNames
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static NameConverter<TEnum> Converter<TEnum>()
        where TEnum : struct, Enum => new(Enum.GetValues<TEnum>().ToDictionary(Of));
}

/// <summary>A type that editors complete by its own schema.</summary>
internal interface ISchema
{
    JsonNode Schema();
}

/// <summary>Reads a name; of an unknown one it says which is the nearest.</summary>
internal sealed class NameConverter<TValue>(IReadOnlyDictionary<string, TValue> values) : JsonConverter<TValue>, ISchema
{
    public override TValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string name = reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException("a name in quotes is expected");
        return values.TryGetValue(name, out TValue? value)
            ? value
            : throw new JsonException($"'{name}' is unknown; do you mean '{Spelling.Nearest(name, values.Keys)}'?");
    }

    public override void Write(Utf8JsonWriter writer, TValue value, JsonSerializerOptions options) =>
        writer.WriteStringValue(values.First(known => EqualityComparer<TValue>.Default.Equals(known.Value, value)).Key);

    public JsonNode Schema() => new JsonObject { ["enum"] = new JsonArray([.. values.Keys.Select(name => (JsonNode)name)]) };
}

/// <summary>Makes the converters of enumerations.</summary>
internal sealed class EnumNameConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)typeof(RecipeNames).GetMethod(nameof(RecipeNames.Converter))!.MakeGenericMethod(typeToConvert).Invoke(null, [])!;
}
