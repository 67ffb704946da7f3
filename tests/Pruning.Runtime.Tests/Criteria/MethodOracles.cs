using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>
/// Reads the reference numbers of ../shared/reference/method-oracles.json; a test that asks for them is skipped where there are none.
/// </summary>
internal sealed class MethodOracles
{
    private static readonly Lazy<JsonDocument> Document =
        new(() => JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared("reference/method-oracles.json"))));

    private readonly JsonElement _oracle;

    private MethodOracles(JsonElement oracle) => _oracle = oracle;

    public static MethodOracles Named(string id) => new(Document.Value.RootElement
        .GetProperty("oracles").EnumerateArray().Single(oracle => oracle.GetProperty("id").GetString() == id));

    /// <summary>A tensor in double precision that several oracles share.</summary>
    public static Tensor Fixture(string name) => TensorOf(FixtureElement(name));

    /// <summary>The same as it stands in the file.</summary>
    public static JsonElement FixtureElement(string name) => Document.Value.RootElement.GetProperty("fixtures").GetProperty(name);

    public static long[] Labels(string name) =>
        [.. Document.Value.RootElement.GetProperty("fixtures").GetProperty(name).EnumerateArray().Select(label => label.GetInt64())];

    /// <summary>An input of the oracle, in double precision; the name of a fixture stands for it.</summary>
    public Tensor Input(string name) => _oracle.GetProperty("inputs").GetProperty(name) is { ValueKind: JsonValueKind.String } fixture
        ? Fixture(fixture.GetString()!)
        : TensorOf(_oracle.GetProperty("inputs").GetProperty(name));

    public JsonElement Inputs => _oracle.GetProperty("inputs");

    public JsonElement Expected(string name) => _oracle.GetProperty("expected").GetProperty(name);

    public double[] Numbers(string name) => Flat(Expected(name));

    public int[] Indices(string name) => [.. Expected(name).EnumerateArray().Select(number => number.GetInt32())];

    public static Tensor TensorOf(JsonElement nested)
    {
        var shape = new List<long>();
        for (JsonElement level = nested; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
        }
        return tensor(Flat(nested), [.. shape]);
    }

    public static double[] Flat(JsonElement nested) => nested.ValueKind == JsonValueKind.Array
        ? [.. nested.EnumerateArray().SelectMany(Flat)]
        : [nested.GetDouble()];
}
