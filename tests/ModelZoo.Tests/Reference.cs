using System.Text.Json;

namespace ModelZoo.Tests;

/// <summary>What other tools say about the models.</summary>
internal static class Reference
{
    /// <summary>torchvision's parameters and state dicts (tests/reference/zoo.py).</summary>
    public static JsonElement Torchvision { get; } = Read(RepositoryFiles.Reference("zoo.json"));

    /// <summary>What Torch-Pruning makes of a model; the test is skipped where the shared folder is absent.</summary>
    public static JsonElement TorchPruning(string name) =>
        Read(RepositoryFiles.Shared("reference/torch-pruning-oracle.json")).GetProperty("models").GetProperty(name);

    private static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.Clone();
    }
}
