using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning.Tests.Training;

/// <summary>What PyTorch computed: tests/reference/training/training.py.</summary>
internal static class TrainingReference
{
    public static JsonElement Root { get; } = Read();

    public static float[] Floats(this JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];

    public static long[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetInt64())];

    /// <summary>Copies the tensors of a state dictionary into a module.</summary>
    public static void LoadInto(this JsonElement state, nn.Module module)
    {
        using var gradients = no_grad();
        foreach ((string name, Tensor target) in module.state_dict())
        {
            using Tensor source = target.dtype == ScalarType.Int64
                ? tensor(state.GetProperty(name).Integers())
                : tensor(state.GetProperty(name).Floats());
            target.copy_(source.view(target.shape));
        }
    }

    private static JsonElement Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Reference("training/training.json")));
        return document.RootElement.Clone();
    }
}
