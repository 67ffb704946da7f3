using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning.Tests;

/// <summary>
/// Reference numbers of methods: those of the file that PRUNING_METHOD_ORACLES names, else of ../shared/reference/method-oracles.json, else
/// of tests/reference/methods.json, which methods.py writes for any seed.
/// </summary>
internal sealed class MethodOracle
{
    private static readonly Lazy<JsonElement> File = new(() => JsonDocument.Parse(System.IO.File.ReadAllBytes(
        Environment.GetEnvironmentVariable("PRUNING_METHOD_ORACLES")
        ?? RepositoryFiles.SharedOrNull("reference/method-oracles.json")
        ?? RepositoryFiles.Reference("methods.json"))).RootElement);

    private readonly JsonElement _oracle;

    private MethodOracle(JsonElement oracle) => _oracle = oracle;

    public static MethodOracle Of(string id) =>
        new(File.Value.GetProperty("oracles").EnumerateArray().Single(oracle => oracle.GetProperty("id").GetString() == id));

    /// <summary>What several oracles share: a tensor, labels, a network's weights.</summary>
    public static JsonElement Fixture(string name) => File.Value.GetProperty("fixtures").GetProperty(name);

    /// <summary>An input; a text that names a fixture stands for the fixture.</summary>
    public JsonElement Input(string name)
    {
        JsonElement input = _oracle.GetProperty("inputs").GetProperty(name);
        return input.ValueKind == JsonValueKind.String && File.Value.GetProperty("fixtures").TryGetProperty(input.GetString()!, out JsonElement fixture)
            ? fixture
            : input;
    }

    public JsonElement Expected(string name) => _oracle.GetProperty("expected").GetProperty(name);

    public IEnumerable<JsonProperty> AllExpected => _oracle.GetProperty("expected").EnumerateObject();

    /// <summary>The expected numbers, in one row.</summary>
    public double[] Numbers(string name) => Expected(name).Numbers();

    /// <summary>The expected indices.</summary>
    public int[] Indices(string name) => Expected(name).Indices();
}

internal static class JsonNumbers
{
    private const double Tolerance = 1e-5;

    /// <summary>All numbers, nested ones too, in one row; true and false are one and zero.</summary>
    public static double[] Numbers(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.True => [1],
        JsonValueKind.False => [0],
        _ => [element.GetDouble()],
    };

    public static double[][] Rows(this JsonElement element) => [.. element.EnumerateArray().Select(Numbers)];

    public static int[] Indices(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetInt32())];

    public static long[] Labels(this JsonElement element) => [.. element.EnumerateArray().Select(label => label.GetInt64())];

    /// <summary>In double precision.</summary>
    public static Tensor Tensor(this JsonElement element) => tensor(element.Numbers(), element.Shape(), ScalarType.Float64);

    public static void ShouldBeClose(this IEnumerable<double> found, JsonElement expected) =>
        found.ToArray().ShouldBe(expected.Numbers(), Tolerance);

    public static void ShouldBeClose(this double found, JsonElement expected) => found.ShouldBe(expected.GetDouble(), Tolerance);

    public static void ShouldBeClose(this Tensor found, JsonElement expected)
    {
        using var flat = found.detach().to_type(ScalarType.Float64).contiguous();
        using var values = flat.data<double>();
        values.ToArray().ShouldBe(expected.Numbers(), Tolerance);
    }

    private static long[] Shape(this JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [element.GetArrayLength(), .. element[0].Shape()]
        : [];
}
