using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

/// <summary>A tensor of a reference file.</summary>
public sealed record ReferenceTensor(string Type, long[] Shape, JsonElement[] Values)
{
    public ScalarType ElementType => Type switch
    {
        "float64" => ScalarType.Float64,
        "float32" => ScalarType.Float32,
        "int64" => ScalarType.Int64,
        "bool" => ScalarType.Bool,
        _ => throw new InvalidDataException($"The reference file has a tensor of type {Type}."),
    };

    public Tensor ToTensor() => tensor(Array.ConvertAll(Values, Number)).to(ElementType).reshape(Shape);

    /// <summary>The same type, shape and values, up to rounding.</summary>
    public void ShouldMatch(Tensor actual, string what)
    {
        actual.dtype.ShouldBe(ElementType, what);
        actual.shape.ShouldBe(Shape, what);
        double[] values = actual.to(ScalarType.Float64).data<double>().ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            double expected = Number(Values[i]);
            if (double.IsFinite(expected))
            {
                values[i].ShouldBe(expected, 1e-7 * (1 + Math.Abs(expected)), $"{what}, element {i}");
            }
            else
            {
                values[i].ShouldBe(expected, $"{what}, element {i}");
            }
        }
    }

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            _ => double.NegativeInfinity,
        },
        _ => value.GetDouble(),
    };
}
