using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Sparsity;

/// <summary>Thresholds of magnitudes, and how much of each layer goes.</summary>
public class ThresholdTests
{
    [SkippableFact]
    public void Filters_with_norms_up_to_the_threshold_go()
    {
        double[] norms = MethodOracle.Of("l1_filter").Numbers("score");
        using DisposeScope scope = NewDisposeScope();
        Tensor magnitudes = MethodOracle.Fixture("W4").Tensor().abs();
        double[] mask = Vectors.Of(MaskPattern.Filter.MaskAbove(magnitudes, norms[2] + 1e-9).flatten(1).mean([1]));
        mask.ShouldBe(norms.Select(norm => norm > norms[2] ? 1.0 : 0));
    }

    [Fact]
    public void Each_kind_of_threshold_hides_what_is_not_above_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> model = Sequential(("a", Linear(4, 1)), ("b", Linear(1, 2)));
        using (no_grad())
        {
            model.get_parameter("a.weight")!.copy_(tensor([1f, -2, 3, -4], [1, 4]));
            model.get_parameter("b.weight")!.copy_(tensor([10f, -20], [2, 1]));
        }
        Hidden(MagnitudeThreshold.Absolute(2)).ShouldBe([1, 1, 0, 0, 0, 0]);
        Hidden(MagnitudeThreshold.Percentile(0.5)).ShouldBe([1, 1, 0, 0, 1, 0]);
        Hidden(MagnitudeThreshold.Global(0.5)).ShouldBe([1, 1, 1, 0, 0, 0]);
        Hidden(MagnitudeThreshold.Global(0)).ShouldBe([0, 0, 0, 0, 0, 0]);

        // The population's deviations are √(29/4) = 2.69 and 15.
        Hidden(MagnitudeThreshold.Deviations(1)).ShouldBe([1, 1, 0, 0, 1, 0]);
        Hidden(MagnitudeThreshold.Deviations(1.2)).ShouldBe([1, 1, 1, 0, 1, 0]);
        Should.Throw<PruningException>(() => WeightMasks.Above(model, MaskPattern.Fine(), MagnitudeThreshold.Absolute(1))).Message
            .ShouldContain("2:4");
        Should.Throw<ArgumentOutOfRangeException>(() => MagnitudeThreshold.Global(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => MagnitudeThreshold.Deviations(-1));

        double[] Hidden(MagnitudeThreshold threshold)
        {
            using WeightMasks masks = WeightMasks.Above(model, MaskPattern.Unstructured, threshold);
            return [.. masks.Tensors.OrderBy(pair => pair.Key).SelectMany(pair => Vectors.Of(1 - pair.Value.flatten()))];
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.75)]
    public void Sparsities_of_layers_add_up(double sparsity)
    {
        using SmallNetwork model = SmallNetwork.Dense();
        (string Name, double Elements)[] weights = [.. WeightMasks.WeightsOf(model).Select(named => (named.Name, (double)named.Weight.NumberOfElements))];
        foreach (IReadOnlyDictionary<string, double> found in (IReadOnlyDictionary<string, double>[])
            [LayerSparsities.ErdosRenyi(model, sparsity), LayerSparsities.UniformPlus(model, sparsity)])
        {
            found.Values.ShouldAllBe(value => value >= 0 && value < 1);
            weights.Sum(weight => found[weight.Name] * weight.Elements).ShouldBe(sparsity * weights.Sum(weight => weight.Elements), 1e-6);
        }
        LayerSparsities.UniformPlus(model, sparsity)["stem.weight"].ShouldBe(0);
        LayerSparsities.UniformPlus(model, sparsity)["classifier.weight"].ShouldBeLessThanOrEqualTo(0.8);
    }

    [Fact]
    public void Densities_are_proportional_to_the_sum_of_the_dimensions_by_their_product()
    {
        // 8×8×3×3: 22/576; 16×8: 24/128; 4×16: 20/64. At a density of 0.2 in all, 153.6 of 768 elements stay, and 66 = 22 + 24 + 20 raw ones.
        using Module<Tensor, Tensor> model = Sequential(("a", Conv2d(8, 8, 3)), ("b", Linear(8, 16)), ("c", Linear(16, 4)));
        IReadOnlyDictionary<string, double> found = LayerSparsities.ErdosRenyi(model, 0.8);
        (1 - found["a.weight"]).ShouldBe(153.6 / 66 * 22 / 576, 1e-9);
        (1 - found["b.weight"]).ShouldBe(153.6 / 66 * 24 / 128, 1e-9);
        (1 - found["c.weight"]).ShouldBe(153.6 / 66 * 20 / 64, 1e-9);

        // At 0.5, b and c would need more than they have, so they stay whole, and a has what is left: 384 - 192 of 576.
        found = LayerSparsities.ErdosRenyi(model, 0.5);
        found["b.weight"].ShouldBe(0);
        found["c.weight"].ShouldBe(0);
        (1 - found["a.weight"]).ShouldBe(192.0 / 576, 1e-9);
        Should.Throw<PruningException>(() => LayerSparsities.UniformPlus(model, 0.9)).Message.ShouldContain("'a.weight' stays whole");
    }

    [Fact]
    public void Surgery_of_filters_cuts_and_splices_whole_filters()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = tensor([3.0, 4, 0.6, 0.8, 0, 2], [3, 2]); // norms 5, 1, 2
        var surgery = new DynamicNetworkSurgery { Pattern = MaskPattern.Filter };
        (double cut, double splice) = surgery.Thresholds(weight);
        cut.ShouldBe(0.9 * 8 / 3, 1e-9);
        splice.ShouldBe(1.1 * 8 / 3, 1e-9);
        Tensor hidden = tensor([0.0, 0, 1, 1, 1, 1], [3, 2]);
        Vectors.Of(surgery.Updated(hidden, weight, cut, splice).flatten()).ShouldBe([1, 1, 0, 0, 0, 0]);
        Vectors.Of(surgery.Updated(hidden, weight, 1.5, 6).flatten()).ShouldBe([0, 0, 0, 0, 1, 1]);
    }
}
