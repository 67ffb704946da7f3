using System.Text.Json;
using Pruning.Generators.Reading;
using Pruning.Generators.Tests.Emitting;
using Pruning.Generators.Tests.Reading;

namespace Pruning.Generators.Tests.Coupling;

using Pruning.Generators.Coupling;
using DimensionRole = Pruning.Generators.Coupling.DimensionRole;

public class SolverTests
{
    [Fact]
    public void The_residual_stream_of_a_resnet_passes_through_the_padded_shortcuts()
    {
        PruningModel model = Emitted.Solve("ResNet20", "ResNetCifar.cs");

        model.Groups.Select(group => $"{group.Name} {group.Channels}").ShouldBe(
        [
            "conv1 16", "layer1.0.conv1 16", "layer1.1.conv1 16", "layer1.2.conv1 16",
            "layer2.0.conv1 32", "layer2.0.conv2[0..8] 8", "layer2.0.conv2[24..32] 8", "layer2.1.conv1 32", "layer2.2.conv1 32",
            "layer3.0.conv1 64", "layer3.0.conv2[0..16] 16", "layer3.0.conv2[48..64] 16", "layer3.1.conv1 64", "layer3.2.conv1 64",
        ]);
        Layout(model, "conv1.weight").ShouldBe("Output(conv1)");
        Layout(model, "layer2.0.conv2.weight").ShouldBe(
            "Output(layer2.0.conv2[0..8] + conv1 + layer2.0.conv2[24..32]) Input(layer2.0.conv1)");
        Layout(model, "layer3.1.bn2.running_var").ShouldBe(
            "Channel(layer3.0.conv2[0..16] + layer2.0.conv2[0..8] + conv1 + layer2.0.conv2[24..32] + layer3.0.conv2[48..64])");
        Layout(model, "linear.weight").ShouldStartWith("Fixed(10) Input(layer3.0.conv2[0..16] + ");
        model.Groups[5].Property.ShouldBe("Layer2_0_Conv2_0_8");
    }

    [Fact]
    public void Flattened_pixels_stay_with_their_channel() =>
        Layout(Emitted.Solve("Plain", "Small.cs"), "layers.fc1.weight").ShouldBe("Output(layers.fc1) Input(layers.conv2*16)");

    [Fact]
    public void Channels_stay_on_both_sides_of_a_branch_whose_sizes_differ() => CouplingSolver.Solve(Reader.Read("Net", """
        using Pruning; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
        [Prunable("N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> a = Conv2d(4, 6, 1), b = Conv2d(6, 5, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                x = b.call(a.call(x));
                return training ? nn.functional.adaptive_avg_pool2d(x, [1, 3]) : nn.functional.avg_pool2d(x, [2, 2]);
            }
        }
        """)).Groups.Select(group => group.Name).ShouldBe(["a"]);

    [Fact]
    public void A_concatenation_is_a_sum() => Layout(Emitted.Solve("Concatenating", "Small.cs"), "blocks.1.left.weight").ShouldBe(
        "Output(blocks.1.left) Input(stem + blocks.0.left + blocks.0.right.conv)");

    [Theory]
    [InlineData("Grouped", "grouped.weight", "Output(reduce/0*grouped/1) Input(reduce/1)")]
    [InlineData("Grouped", "expand.weight", "Output(stem) Input(reduce/0*grouped/1)")]
    [InlineData("Mobile", "features.2.conv.3.weight", "Output(features.2.conv.0)")]
    [InlineData("Mobile", "features.2.excitation.up.weight", "Output(features.2.conv.0) Input(features.2.excitation.down)")]
    [InlineData("Unet", "up2.weight", "Input(middle) Output(up2)")]
    [InlineData("Unet", "join1.weight", "Output(join1) Input(join2 + down1)")]
    [InlineData("Pieces", "gated.weight", "Output(gated[0..12] + gated[0..12])")]
    [InlineData("Pieces", "three.weight", "Output(three[0..6] + three[6..12] + three[0..6]) Input(gated[0..12])")]
    [InlineData("Shuffled", "last.weight", "Fixed(4) Input(grouped/1*stem/0)")]
    [InlineData("Decoder", "linear.weight", "Output(linear*16)")]
    [InlineData("Padded", "second.weight", "Fixed(4) Input(2 + first/0*first/1 + 2)")]
    [InlineData("Transformer", "attention.key.weight", "Output(attention.query/0*attention.query/1) Input(embedding)")]
    [InlineData("Transformer", "attention.output.weight", "Output(embedding) Input(attention.query/0*attention.value/1)")]
    public void Layouts_follow_the_channels(string type, string parameter, string layout) =>
        Layout(Emitted.Solve(type, "Couplings.cs"), parameter).ShouldBe(layout);

    [Fact]
    public void Statistics_over_channels_make_a_group_approximate()
    {
        PruningModel model = Emitted.Solve("Transformer", "Couplings.cs");
        model.Groups.Where(group => group.ApproximateReason is not null).Select(group => group.Name).ShouldBe(["embedding"]);
    }

    [Fact]
    public void Outputs_are_kept() => Emitted.Solve("Plain", "Small.cs").Groups.ShouldNotContain(group => group.Name == "layers.fc2");

    /// <summary>The widths and operations of two plans that a script made by hand, without this project.</summary>
    [Theory]
    [InlineData("global")]
    [InlineData("uniform")]
    public void Costs_are_those_of_an_independent_script(string allocation)
    {
        PruningModel model = Emitted.Solve("ResNet56", "ResNetCifar.cs");
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Reference("resnet_masking.json")));
        JsonElement keep = reference.RootElement.GetProperty(allocation).GetProperty("keep");

        model.Groups.Select(group => group.Name).ShouldBe(keep.EnumerateObject().Select(group => group.Name), ignoreOrder: true);
        Macs(model, [.. model.Groups.Select(group => group.Channels)]).ShouldBe(reference.RootElement.GetProperty("denseMacs").GetInt64());
        Macs(model, [.. model.Groups.Select(group => keep.GetProperty(group.Name).GetArrayLength())])
            .ShouldBe(reference.RootElement.GetProperty(allocation).GetProperty("macs").GetInt64());
    }

    [Fact]
    public void Costs_count_groups_transposed_convolutions_and_matrix_products()
    {
        PruningModel grouped = Emitted.Solve("Grouped", "Couplings.cs");
        Macs(grouped).ShouldBe((16 * 27 * 64) + (12 * 16 * 64) + (24 * 3 * 9 * 64) + (16 * 24 * 64) + (5 * 16));
        Parameters(grouped).ShouldBe((16 * 28) + (12 * 17) + (24 * 3 * 9) + 48 + (16 * 25) + (5 * 17));
        PruningModel unet = Emitted.Solve("Unet", "Couplings.cs");
        unet.Costs.Single(cost => cost.Layer == "up2").Macs.Sum(product => Value(product, Dense(unet))).ShouldBe(32 * 16 * 4 * 16);
        PruningModel transformer = Emitted.Solve("Transformer", "Couplings.cs");
        transformer.Costs.Single(cost => cost.Layer == "attention").Macs.Sum(product => Value(product, Dense(transformer)))
            .ShouldBe(2 * 4 * 7 * 7 * 4);
    }

    [Fact]
    public void What_cannot_be_followed_is_reported_and_kept()
    {
        ReadingResult result = Reader.Result("Models.Stubborn", TestSources.Model("Wider.cs"));

        result.Problems.Select(problem => problem.ToDiagnostic().GetMessage()).ShouldBe(
        [
            "channels that 'Tensor.view' is given cannot be pruned: their ranges do not line up with those that they meet, so the channels of "
                + "'first' stay; write [Keep] there if that is meant, or move the step into an [Opaque] method and say with [Coupled] which "
                + "channels pass through",
        ]);
        CouplingSolver.Solve(result.Model.ShouldNotBeNull()).Kept.Select(kept => $"{kept.Name} {kept.Channels}").ShouldBe(
            ["first 12", "second 12", "head 4"], ignoreOrder: true);
    }

    [Fact]
    public void Sizes_without_a_number_are_not_counted()
    {
        PruningModel model = Emitted.Solve("AnySize", "Wider.cs");

        model.Uncounted.ShouldBe(["first", "second"]);
        model.Costs.Where(cost => cost.Macs.Count > 0).Select(cost => cost.Layer).ShouldBe(["head"]);
    }

    [Fact]
    public void Two_runs_give_equal_models() =>
        Emitted.Solve("Mobile", "Couplings.cs").ShouldBe(Emitted.Solve("Mobile", "Couplings.cs"));

    private static int[] Dense(PruningModel model) => [.. model.Groups.Select(group => group.Channels)];

    private static long Macs(PruningModel model, int[]? widths = null) =>
        model.Costs.SelectMany(cost => cost.Macs).Sum(product => Value(product, widths ?? Dense(model)));

    private static long Parameters(PruningModel model) =>
        model.Costs.SelectMany(cost => cost.Parameters).Sum(product => Value(product, Dense(model)));

    private static long Value(CostProduct product, int[] widths) => product.Factors.Aggregate(product.Coefficient, (value, factor) =>
        value * factor.Terms.Sum(term => term.Groups.Aggregate(term.Coefficient, (sum, group) => sum * widths[group])));

    private static string Layout(PruningModel model, string parameter) => string.Join(" ", model.Parameters
        .Single(layout => layout.Name == parameter).Dimensions
        .Select(dimension => dimension.Role == DimensionRole.Fixed
            ? $"Fixed({dimension.Segments.Sum(segment => segment.Factors.Aggregate(1, (product, factor) => product * factor.Length))})"
            : $"{dimension.Role}({string.Join(" + ", dimension.Segments.Select(segment => string.Join("*", segment.Factors.Select(factor =>
                factor.Group is { } group ? model.Groups[group].Name : factor.Length.ToString()))))})"));
}
