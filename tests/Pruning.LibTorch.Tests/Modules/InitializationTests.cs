using System.Text.Json;
using Pruning.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>Under the same seed layers start as PyTorch's do, and initialisers fill in what PyTorch's do.</summary>
public class InitializationTests
{
    private static readonly Lazy<Reference> All = new(() => JsonSerializer.Deserialize<Reference>(
        File.ReadAllText(RepositoryFiles.Reference("initialization.json")), JsonSerializerOptions.Web)!);

    private static readonly Dictionary<string, Func<Module>> Layers = new()
    {
        ["Linear"] = () => Linear(3, 2),
        ["Embedding"] = () => Embedding(3, 2, padding_idx: 1),
        ["Conv1d"] = () => Conv1d(2, 2, 3),
        ["Conv2d"] = () => Conv2d(4, 2, (1, 2), groups: 2),
        ["ConvTranspose2d"] = () => ConvTranspose2d(2, 3, 2),
        ["BatchNorm2d"] = () => BatchNorm2d(2),
        ["GroupNorm"] = () => GroupNorm(1, 2),
        ["LayerNorm"] = () => LayerNorm(2),
        ["PReLU"] = () => PReLU(2, 0.3),
        ["Bilinear"] = () => Bilinear(2, 3, 2),
        ["LSTM"] = () => LSTM(2, 1, numLayers: 2, bidirectional: true),
        ["GRUCell"] = () => GRUCell(2, 1),
        ["MultiheadAttention"] = () => MultiheadAttention(2, 1),
        ["MultiheadAttention with biases of keys"] = () => MultiheadAttention(2, 1, kdim: 3, add_bias_kv: true),
        ["TransformerEncoderLayer"] = () => TransformerEncoderLayer(2, 1, 3),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Fills = new()
    {
        ["kaiming_uniform_"] = tensor => init.kaiming_uniform_(tensor, 0.5, init.FanInOut.FanOut),
        ["kaiming_normal_"] = tensor => init.kaiming_normal_(tensor, nonlinearity: init.NonlinearityType.ReLU),
        ["xavier_uniform_"] = tensor => init.xavier_uniform_(tensor, 2),
        ["xavier_normal_"] = tensor => init.xavier_normal_(tensor),
        ["normal_"] = tensor => init.normal_(tensor, 1, 0.1),
        ["uniform_"] = tensor => init.uniform_(tensor, -1, 3),
        ["trunc_normal_"] = tensor => init.trunc_normal_(tensor, 0.5, 1, -0.5, 1),
        ["orthogonal_ wide"] = tensor => init.orthogonal_(tensor, 2),
        ["orthogonal_ tall"] = tensor => init.orthogonal_(tensor),
        ["eye_"] = tensor => init.eye_(tensor),
        ["dirac_"] = tensor => init.dirac_(tensor),
        ["constant_"] = tensor => init.constant_(tensor, 0.3),
    };

    public static TheoryData<string> LayerNames => [.. All.Value.Layers.Keys];

    public static TheoryData<string> FillNames => [.. All.Value.Fills.Keys];

    [SkippableTheory]
    [MemberData(nameof(LayerNames))]
    public void A_layer_starts_as_PyTorchs_does(string name)
    {
        TorchSharpDifferences.Skip(name);
        using Module layer = Seeded(Layers[name]);
        Dictionary<string, double[]> expected = All.Value.Layers[name];
        Dictionary<string, Tensor> actual = layer.state_dict();
        actual.Keys.ShouldBe(expected.Keys);
        foreach ((string key, Tensor tensor) in actual)
        {
            ShouldBe(tensor, expected[key], $"{name}.{key}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(FillNames))]
    public void An_initialiser_fills_in_what_PyTorchs_does(string name)
    {
        TorchSharpDifferences.Skip(name);
        Fill expected = All.Value.Fills[name];
        using Tensor tensor = empty(expected.Shape).requires_grad_();
        Seeded(() => Fills[name](tensor)).ShouldBeSameAs(tensor);
        tensor.is_leaf.ShouldBeTrue();
        ShouldBe(tensor, expected.Values, name);
    }

    [Fact]
    public void A_sparse_matrix_has_as_many_zeros_in_each_column_as_asked_for()
    {
        using Tensor tensor = init.sparse_(empty(10, 4), 0.25);
        using Tensor zeros = (tensor == 0).sum(dim: 0);
        zeros.data<long>().ToArray().ShouldBe([3, 3, 3, 3]);
    }

    [Fact]
    public void A_vector_has_no_fan() => Should.Throw<Exception>(() => init.kaiming_uniform_(zeros(3))).Message.ShouldContain("dimensions");

    // TorchSharp gives no second handle: disposing of the result disposes of the parameter.
    [Fact]
    public void An_initialiser_gives_back_the_tensor_itself()
    {
        using Tensor weight = zeros(3, 2);
        init.xavier_uniform_(weight).ShouldBeSameAs(weight);
        init.trunc_normal_(weight).ShouldBeSameAs(weight);
        init.orthogonal_(weight).ShouldBeSameAs(weight);
    }

    private static T Seeded<T>(Func<T> make)
    {
        random.manual_seed(7);
        return make();
    }

    private static void ShouldBe(Tensor actual, double[] expected, string what)
    {
        double[] values = actual.detach().to(float64).data<double>().ToArray();
        values.Length.ShouldBe(expected.Length, what);
        for (int i = 0; i < values.Length; i++)
        {
            values[i].ShouldBe(expected[i], 1e-6, $"{what}[{i}]");
        }
    }

    private sealed record Reference(Dictionary<string, Dictionary<string, double[]>> Layers, Dictionary<string, Fill> Fills);

    private sealed record Fill(long[] Shape, double[] Values);
}
