using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>The names and shapes of the models' state dicts, held against torchvision: its checkpoints load.</summary>
public sealed class StateDictTests
{
    public static TheoryData<string> TorchvisionModels =>
        [.. ZooModel.All.Select(model => model.Name).Where(name => Reference.Torchvision.TryGetProperty(name, out _))];

    [Theory]
    [MemberData(nameof(TorchvisionModels))]
    public void The_state_dict_is_that_of_torchvision(string name)
    {
        ZooModel zoo = ZooModel.Named(name);
        JsonElement reference = Reference.Torchvision.GetProperty(name);
        using Module model = zoo.Create();

        // TorchSharp has the buffers behind the parameters, so the order is not PyTorch's.
        string entries = string.Concat(model.state_dict()
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {string.Join(",", entry.Value.shape)}\n")));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entries)));
        (digest == reference.GetProperty("sha256").GetString()).ShouldBeTrue(entries);
        model.parameters().Sum(parameter => parameter.numel()).ShouldBe(reference.GetProperty("parameters").GetInt64());
        zoo.Graph.Cost(zoo.Graph.DenseWidths).Parameters.ShouldBe(reference.GetProperty("parameters").GetInt64());
    }
}
