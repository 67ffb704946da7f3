using System.Text.Json;
using System.Text.Json.Serialization;
using Pruning.Tests;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>One case of tests/reference/layers.json, which PyTorch computed.</summary>
public sealed record LayerReference(
    string Name,
    Dictionary<string, LayerReference.Values> State,
    LayerReference.Values[] Inputs,
    LayerReference.Values[] Outputs,
    LayerReference.Values?[] InputGradients,
    Dictionary<string, LayerReference.Values> ParameterGradients,
    Dictionary<string, LayerReference.Values> Buffers)
{
    private static readonly Lazy<Dictionary<string, LayerReference>> Cases = new(Load);

    public static IEnumerable<string> Names => Cases.Value.Keys;

    public static LayerReference Of(string name) => Cases.Value[name];

    private static Dictionary<string, LayerReference> Load()
    {
        string json = File.ReadAllText(RepositoryFiles.Reference("layers.json"));
        LayerReference[] cases = JsonSerializer.Deserialize<LayerReference[]>(json, JsonSerializerOptions.Web)!;
        return cases.ToDictionary(reference => reference.Name);
    }

    /// <summary>A tensor: its shape, its type and its values in row-major order.</summary>
    public sealed record Values(long[] Shape, string Type, JsonElement[] Elements)
    {
        [JsonPropertyName("values")]
        public JsonElement[] Elements { get; init; } = Elements;

        public Tensor ToTensor() => Type == "int64"
            ? tensor(Elements.Select(element => element.GetInt64()).ToArray()).reshape(Shape)
            : tensor(Elements.Select(element => element.GetSingle()).ToArray()).reshape(Shape);

        /// <summary>The same shape, and values within 1e-5, relative where they are above 1.</summary>
        public void ShouldMatch(Tensor actual, string what)
        {
            actual.shape.ShouldBe(Shape, what);
            double[] values = actual.detach().to(float64).contiguous().data<double>().ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                double expected = Elements[i].GetDouble();
                values[i].ShouldBe(expected, 1e-5 * Math.Max(1, Math.Abs(expected)), $"{what}, element {i}");
            }
        }
    }
}
