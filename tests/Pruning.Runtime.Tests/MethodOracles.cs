using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning.Tests;

/// <summary>The numbers of ../shared/reference/method-oracles.json; tests that want them are skipped where it is absent.</summary>
internal sealed class MethodOracle
{
    private static readonly Lazy<JsonDocument> File =
        new(() => JsonDocument.Parse(System.IO.File.ReadAllBytes(RepositoryFiles.Shared("reference/method-oracles.json"))));

    private readonly JsonElement _oracle;

    private MethodOracle(JsonElement oracle) => _oracle = oracle;

    public JsonElement Expected => _oracle.GetProperty("expected");

    public static MethodOracle Of(string id)
    {
        RepositoryFiles.Shared("reference/method-oracles.json");
        return new(File.Value.RootElement.GetProperty("oracles").EnumerateArray().Single(oracle => oracle.GetProperty("id").GetString() == id));
    }

    /// <summary>An input; a text that names a fixture stands for the fixture.</summary>
    public JsonElement Input(string name)
    {
        JsonElement input = _oracle.GetProperty("inputs").GetProperty(name);
        return input.ValueKind == JsonValueKind.String
            && File.Value.RootElement.GetProperty("fixtures").TryGetProperty(input.GetString()!, out JsonElement fixture)
            ? fixture
            : input;
    }
}

internal static class JsonNumbers
{
    private const double Tolerance = 1e-5;

    public static double[] Numbers(this JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(item => item.Numbers())]
        : [element.GetDouble()];

    public static double[][] Rows(this JsonElement element) => [.. element.EnumerateArray().Select(row => row.Numbers())];

    public static long[] Shape(this JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [element.GetArrayLength(), .. element[0].Shape()]
        : [];

    public static Tensor Tensor(this JsonElement element) =>
        TorchSharp.torch.tensor(element.Numbers(), element.Shape(), TorchSharp.torch.ScalarType.Float64);

    public static void ShouldBeClose(this IEnumerable<double> found, JsonElement expected) =>
        found.ToArray().ShouldBe(expected.Numbers(), Tolerance);

    public static void ShouldBeClose(this Tensor found, JsonElement expected)
    {
        using var flat = found.detach().to_type(TorchSharp.torch.ScalarType.Float64).contiguous();
        using var values = flat.data<double>();
        values.ToArray().ShouldBe(expected.Numbers(), Tolerance);
    }
}
