using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Pruning;

/// <summary>Reads recipes, strictly: what is unknown, out of its range or of the wrong type is named with its path and line.</summary>
public static class RecipeFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters =
        {
            new EnumNameConverter(),
            new NameConverter<Normalization>(Normalization.All.ToDictionary(normalization => normalization.Name)),
            new NamedConverter<Importance>(),
            new NamedConverter<ChannelSelector>(),
            new NamedConverter<Reconstruction>(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { CheckRanges } },
    };

    /// <summary>Reads a recipe. Paths in it are made relative to its folder.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PruningException">It is not a recipe; the message says where and what is meant instead.</exception>
    public static Recipe Read(string path)
    {
        Recipe recipe = Parse(File.ReadAllText(path), path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return recipe with
        {
            Data = recipe.Data with { Folder = Within(recipe.Data.Folder) },
            Dense = recipe.Dense with { Checkpoint = Within(recipe.Dense.Checkpoint) },
            Teacher = recipe.Teacher is { } teacher ? teacher with { Checkpoint = Within(teacher.Checkpoint) } : null,
        };

        string? Within(string? relative) => relative is null ? null : Path.Combine(folder, relative);
    }

    /// <summary>Reads a recipe from its text.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="PruningException">As <see cref="Read"/>.</exception>
    public static Recipe Parse(string text, string name = "the recipe")
    {
        try
        {
            return JsonSerializer.Deserialize<Recipe>(text, Json) ?? throw new PruningException($"{name} is null; it must be an object.");
        }
        catch (JsonException exception)
        {
            throw new PruningException(
                FormattableString.Invariant($"{name}, line {exception.LineNumber + 1}, {exception.Path}: {Reason(exception)}"),
                exception);
        }
    }

    /// <summary>The recipe as JSON, with everything that it leaves to defaults.</summary>
    public static string ToJson(Recipe recipe) => JsonSerializer.Serialize(recipe, Json);

    /// <summary>The JSON schema of recipes, by which editors complete and check them.</summary>
    public static string Schema()
    {
        JsonNode schema = Json.GetJsonSchemaAsNode(typeof(Recipe), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Describe,
        });
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach ((string key, JsonNode? value) in schema.AsObject().ToArray())
        {
            document[key] = value?.DeepClone();
        }
        return document.ToJsonString(new JsonSerializerOptions(Json) { NewLine = "\n" }) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        JsonObject result = Json.GetConverter(type) is ISchema names
            ? names.Schema().AsObject()
            : node is JsonObject known ? known : [];
        object[] attributes = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        if (attributes.OfType<DescriptionAttribute>().FirstOrDefault() is { } description)
        {
            result.Insert(0, "description", description.Description);
        }
        if (attributes.OfType<RangeAttribute>().FirstOrDefault() is { } range)
        {
            result[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Number(range.Minimum);
            if (Number(range.Maximum) < int.MaxValue)
            {
                result[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = Number(range.Maximum);
            }
        }
        return result;
    }

    private static void CheckRanges(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), inherit: true) is [RangeAttribute range]
                && property.Set is { } set)
            {
                property.Set = (owner, value) => set(owner, range.IsValid(value) ? value : throw new JsonException(OutOf(range, value)));
            }
        }
    }

    private static double Number(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);

    private static string OutOf(RangeAttribute range, object? value)
    {
        string from = range.MinimumIsExclusive ? $"above {range.Minimum}" : $"at least {range.Minimum}";
        string to = Number(range.Maximum) >= int.MaxValue
            ? ""
            : range.MaximumIsExclusive ? $" and below {range.Maximum}" : $" and at most {range.Maximum}";
        return string.Create(CultureInfo.InvariantCulture, $"{value} is out of range: it must be {from}{to}");
    }

    // The serializer says what an unknown property is not; which was meant is found by its path.
    private static string Reason(JsonException exception)
    {
        string[] path = exception.Path?.Split('.') ?? [];
        JsonTypeInfo type = Json.GetTypeInfo(typeof(Recipe));
        foreach (string step in path.Skip(1))
        {
            string name = step.Split('[')[0];
            if (type.Kind != JsonTypeInfoKind.Object)
            {
                break;
            }
            if (type.Properties.FirstOrDefault(property => property.Name == name) is not { } property)
            {
                return $"'{name}' is unknown; do you mean '{Spelling.Nearest(name, type.Properties.Select(known => known.Name))}'?";
            }
            type = Json.GetTypeInfo(Element(property.PropertyType));
        }
        return exception.Message;
    }

    private static Type Element(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>)
            ? type.GetGenericArguments()[0]
            : type;
}
