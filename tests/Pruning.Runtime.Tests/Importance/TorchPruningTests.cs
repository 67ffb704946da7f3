using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

/// <summary>
/// Compares group norms with those of Torch-Pruning 1.6 on a network with residual, grouped, depthwise, concatenated, transposed and
/// flattened parts. Where Torch-Pruning is known to be wrong, the test says how.
/// </summary>
public class TorchPruningTests
{
    // Torch-Pruning does not count the weights of the depthwise convolution 'dw', and lets the channels of the grouped 'conv3'
    // (two groups) go one by one. The graph does likewise, apart from conv3's inputs: there group 'conv1' has no counterpart.
    private static readonly Graph Graph = new(
        "Reference",
        "",
        [new("fc1", 20), new("up", 6), new("conv4", 6), new("conv5", 4), new("dw", 12)],
        [
            new("conv3.weight", Dimension.Output(Of(4, 12))),
            new("bn3.weight", Dimension.Channel(Of(4, 12))),
            new("bn3.bias", Dimension.Channel(Of(4, 12))),
            new("dw.bias", Dimension.Channel(Of(4, 12))),
            new("conv4.weight", Dimension.Output(Of(2, 6)), Dimension.Input(Of(4, 12))),
            new("conv4.bias", Dimension.Channel(Of(2, 6))),
            new("conv5.weight", Dimension.Output(Of(3, 4)), Dimension.Input(Of(4, 12))),
            new("conv5.bias", Dimension.Channel(Of(3, 4))),
            new("up.weight", Dimension.Input(Of(2, 6), Of(3, 4)), Dimension.Output(Of(1, 6))),
            new("up.bias", Dimension.Channel(Of(1, 6))),
            new("fc1.weight", Dimension.Output(Of(0, 20)), Dimension.Input(new Segment(Factor.Of(1, 6), Factor.Constant(16)))),
            new("fc1.bias", Dimension.Channel(Of(0, 20))),
            new("ln.weight", Dimension.Channel(Of(0, 20))),
            new("ln.bias", Dimension.Channel(Of(0, 20))),
            new("fc2.weight", Dimension.Fixed(5), Dimension.Input(Of(0, 20))),
        ],
        _ => default);

    [SkippableTheory]
    [InlineData(1, GroupReduction.Mean, "mean")]
    [InlineData(1, GroupReduction.Sum, "sum")]
    [InlineData(1, GroupReduction.Max, "max")]
    [InlineData(1, GroupReduction.Product, "prod")]
    [InlineData(1, GroupReduction.First, "first")]
    [InlineData(2, GroupReduction.Mean, "mean")]
    [InlineData(2, GroupReduction.Sum, "sum")]
    [InlineData(2, GroupReduction.Max, "max")]
    [InlineData(2, GroupReduction.Product, "prod")]
    [InlineData(2, GroupReduction.First, "first")]
    public void Group_norms_are_those_of_Torch_Pruning(int p, GroupReduction reduction, string name)
    {
        using JsonDocument reference = Read();
        using Module model = Model(reference);
        Scores scores = Graph.Score(model, Importance.GroupNorm(p) with { Reduction = reduction });
        JsonElement expected = Expected(reference, $"Magnitude p={p} reduction={name} normalizer=None");
        foreach (Group group in Graph.Groups)
        {
            // For a flattened map Torch-Pruning's max and prod see the last pixel alone; its 'first' of 'dw' is not the producer.
            if (!(group.Name == "up" && name is "max" or "prod") && !(group.Name == "dw" && name == "first"))
            {
                ShouldAgree(scores[group.Name], expected.GetProperty(group.Name), group.Name);
            }
        }
    }

    [SkippableTheory]
    [InlineData("mean")]
    [InlineData("sum")]
    [InlineData("max")]
    [InlineData("standarization")]
    [InlineData("lamp")]
    [InlineData("gaussian")]
    public void Normalizations_are_those_of_Torch_Pruning(string name)
    {
        using JsonDocument reference = Read();
        using Module model = Model(reference);
        Normalization normalization = name switch
        {
            "mean" => Normalization.Mean,
            "sum" => Normalization.Sum,
            "max" => Normalization.Max,
            "standarization" => Normalization.Linear,
            "lamp" => Normalization.Lamp,
            _ => new Normalization("sample deviations", scores => // the one of the sample, where ours is that of the population
                [.. Normalization.StandardScore.Apply(scores).Select(score => score * Math.Sqrt((scores.Length - 1.0) / scores.Length))]),
        };
        foreach (int p in (int[])[1, 2])
        {
            Scores scores = Graph.Score(model, Importance.GroupNorm(p)).Normalize(normalization);
            JsonElement expected = Expected(reference, $"Magnitude p={p} reduction=mean normalizer={name}");
            foreach (Group group in Graph.Groups)
            {
                ShouldAgree(scores[group.Name], expected.GetProperty(group.Name), group.Name);
            }
        }
    }

    [SkippableFact]
    public void Biases_count_when_asked_for()
    {
        using JsonDocument reference = Read();
        using Module model = Model(reference);
        foreach (int p in (int[])[1, 2])
        {
            Scores scores = Graph.Score(model, Importance.GroupNorm(p) with { Members = GroupMembers.All });
            JsonElement expected = Expected(reference, $"Magnitude p={p} mean/None bias=True");
            foreach (string group in (string[])["fc1", "up", "conv4", "conv5"])
            {
                ShouldAgree(scores[group], expected.GetProperty(group), group);
            }
        }
    }

    private static Segment Of(int group, int channels) => new(Factor.Of(group, channels));

    private static JsonDocument Read() =>
        JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared("reference/torch-pruning-importance.json")));

    private static JsonElement Expected(JsonDocument reference, string setting) =>
        reference.RootElement.GetProperty("scores").GetProperty(setting);

    private static void ShouldAgree(IReadOnlyList<double> actual, JsonElement expected, string group)
    {
        double[] numbers = [.. expected.EnumerateArray().Select(number => number.GetDouble())];
        actual.Count.ShouldBe(numbers.Length);
        for (int channel = 0; channel < numbers.Length; channel++)
        {
            actual[channel].ShouldBe(numbers[channel], 1e-5 * Math.Max(1, Math.Abs(numbers[channel])), $"{group}, channel {channel}");
        }
    }

    private static Module Model(JsonDocument reference) =>
        StateModule.Of(
            reference.RootElement.GetProperty("state_dict").EnumerateObject().Select(entry => (entry.Name, Values(entry.Value))));

    private static Tensor Values(JsonElement entry) => tensor(
        entry.GetProperty("data").EnumerateArray().Select(number => number.GetSingle()).ToArray(),
        entry.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).ToArray());
}
