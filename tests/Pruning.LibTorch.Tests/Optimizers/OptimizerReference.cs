using System.Text.Json;
using Pruning.Tests;

namespace Pruning.LibTorch.Tests.Optimizers;

/// <summary>What PyTorch computed in tests/reference/optimizers.py.</summary>
internal sealed record OptimizerReference(Dictionary<string, double[][]> Optimizers, Dictionary<string, double[][]> Schedulers)
{
    private static readonly Lazy<OptimizerReference> Loaded = new(() =>
        JsonSerializer.Deserialize<OptimizerReference>(
            File.ReadAllText(RepositoryFiles.Reference("optimizers.json")), JsonSerializerOptions.Web)!);

    public static OptimizerReference All => Loaded.Value;

    public static void ShouldMatch(double[] actual, double[] expected, double tolerance, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (int i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}, value {i}");
        }
    }
}
