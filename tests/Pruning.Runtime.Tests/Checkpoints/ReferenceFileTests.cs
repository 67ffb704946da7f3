using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static Pruning.Tests.Checkpoints.Networks;
using static TorchSharp.torch;

namespace Pruning.Tests.Checkpoints;

/// <summary>Files that PyTorch wrote, or a script after the formats' descriptions, give the tensors that Python sees.</summary>
public sealed class ReferenceFileTests
{
    private static readonly Dictionary<string, ExpectedTensor[]> Expected = Json<Dictionary<string, ExpectedTensor[]>>("expected.json");

    public static TheoryData<string> Files => [.. Expected.Keys];

    public static TheoryData<string> Models => [.. Json<Dictionary<string, ExpectedModel>>("models.json").Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Names_types_shapes_and_values_are_those_of_Python(string file)
    {
        using StateDictionary tensors = Checkpoint.Read(Reference(file));
        tensors.Keys.ShouldBe(Expected[file].Select(tensor => tensor.Name));
        foreach (ExpectedTensor expected in Expected[file])
        {
            Tensor actual = tensors[expected.Name];
            ElementType.Of(actual.dtype)!.Name.ShouldBe(expected.Type, expected.Name);
            actual.shape.ShouldBe(expected.Shape, expected.Name);
            Values(actual).ShouldBe(expected.Values, expected.Name);
        }
    }

    [Theory]
    [InlineData("views-zip.pt")]
    [InlineData("views-legacy.pt")]
    public void Tensors_that_shared_memory_share_it_again(string file)
    {
        using StateDictionary tensors = Checkpoint.Read(Reference(file));
        tensors["whole"].fill_(7);
        Values(tensors["again"]).ShouldAllBe(value => value == 7);
        Values(tensors["part"]).ShouldAllBe(value => value == 7);
        Values(tensors["expanded"]).ShouldNotContain(7);
    }

    [Theory]
    [InlineData("ambiguous-zip.pt")]
    [InlineData("ambiguous-legacy.pt")]
    public void Of_several_dictionaries_the_caller_chooses_one(string file)
    {
        string path = Reference(file);
        string message = Should.Throw<CheckpointException>(() => Checkpoint.Read(path)).Message;
        message.ShouldContain("'model' (8 tensors), 'model_ema' (8 tensors)");
        message.ShouldContain("Key = \"model\"");
        Should.Throw<CheckpointException>(() => Checkpoint.Read(path, new CheckpointOptions { Key = "ema" }))
            .Message.ShouldContain("'model_ema'");

        using StateDictionary model = Checkpoint.Read(path, new CheckpointOptions { Key = "model" });
        using StateDictionary average = Checkpoint.Read(path, new CheckpointOptions { Key = "model_ema" });
        Values(average["0.weight"]).ShouldBe(Values(model["0.weight"]).Select(value => value + 1), 1e-6);
    }

    [Fact]
    public void A_file_that_is_absent_is_reported_as_such() =>
        Should.Throw<FileNotFoundException>(() => Checkpoint.Read("/nowhere/model.pt")).Message.ShouldContain("/nowhere/model.pt");

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Real_models_are_read_to_the_bit(string file)
    {
        ExpectedModel expected = Json<Dictionary<string, ExpectedModel>>("models.json")[file];
        using StateDictionary tensors = Checkpoint.Read(RepositoryFiles.Shared($"models/{file}"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor tensor) in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {ElementType.Of(tensor.dtype)!.Name} {string.Join(',', tensor.shape)}\n"));
            hash.AppendData(Bytes(tensor));
        }
        tensors.Count.ShouldBe(expected.Tensors);
        tensors.Values.Sum(tensor => tensor.numel()).ShouldBe(expected.Elements);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(expected.Sha256);
    }

    private static string Reference(string file) => RepositoryFiles.Reference($"checkpoints/{file}");

    private static T Json<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Reference(file)), JsonSerializerOptions.Web)!;

    private sealed record ExpectedTensor(string Name, string Type, long[] Shape, double[] Values);

    private sealed record ExpectedModel(int Tensors, long Elements, string Sha256);
}
