using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Sparsity;

public class MaskTests
{
    public static TheoryData<MaskPattern, double> Patterns => new()
    {
        { MaskPattern.Unstructured, 0.5 }, { MaskPattern.Kernel, 0.5 }, { MaskPattern.Row, 0.3 }, { MaskPattern.SharedKernel, 0.5 },
        { MaskPattern.Column, 0.25 }, { MaskPattern.Filter, 0.4 }, { MaskPattern.Block(4, 5), 0.5 }, { MaskPattern.Fine(1, 3), 0 },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Whole_units_go_and_those_that_stay_are_worth_more(MaskPattern pattern, double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        Tensor magnitudes = randn(8, 6, 3, 3).abs();
        Tensor mask = pattern.Mask(magnitudes, sparsity);

        mask.shape.ShouldBe(magnitudes.shape);
        mask.eq(0).logical_or(mask.eq(1)).all().item<bool>().ShouldBeTrue();
        double zeros = 1 - mask.mean().item<float>();
        if (sparsity == 0)
        {
            zeros.ShouldBe(2.0 / 3, 1e-6);
            return;
        }
        Tensor worth = pattern.Worth(magnitudes).flatten();
        Tensor left = pattern.Worth(magnitudes * mask).flatten();
        var gone = (int)Math.Floor(sparsity * worth.NumberOfElements);
        left.eq(0).sum().item<long>().ShouldBe(gone);
        worth.masked_select(left.eq(0)).max().item<float>().ShouldBeLessThan(worth.masked_select(left.ne(0)).min().item<float>());
        (left - worth).masked_select(left.ne(0)).abs().max().item<float>().ShouldBe(0); // units that stay are whole
    }

    [Fact]
    public void Rows_that_N_to_M_does_not_divide_are_an_error()
    {
        using Tensor magnitudes = ones(2, 3, 3, 3);
        Should.Throw<PruningException>(() => MaskPattern.Fine(2, 4).Mask(magnitudes, 0)).Message.ShouldContain("rows of 27");
    }

    [Fact]
    public void The_smallest_of_all_tensors_are_what_sorting_gives()
    {
        using DisposeScope scope = NewDisposeScope();
        using SmallNetwork network = SmallNetwork.Dense();
        using WeightMasks masks = WeightMasks.SmallestOfAll(network, 0.7);
        masks.Sparsity.ShouldBe(0.7, 1e-3);
        (float Magnitude, bool Stays)[] all =
        [
            .. masks.Tensors.SelectMany(pair => Values(network.state_dict()[pair.Key].abs())
                .Zip(Values(pair.Value), (magnitude, mask) => (magnitude, mask == 1))),
        ];
        all.Where(weight => !weight.Stays).Max(weight => weight.Magnitude)
            .ShouldBeLessThanOrEqualTo(all.Where(weight => weight.Stays).Min(weight => weight.Magnitude));
    }

    [Fact]
    public void Masks_of_a_plan_give_what_the_pruned_network_computes_and_committing_removes_the_channels()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Graph graph = SmallNetwork.Graph;
        var random = new Random(31);
        for (int round = 0; round < 20; round++)
        {
            using SmallNetwork network = SmallNetwork.Dense();
            Tensor input = randn(2, 3, 8, 8);
            PruningPlan plan = PruningPlan.Random(graph, random);
            using var masked = new MaskedModel(network, WeightMasks.Of(graph, plan, network));
            Tensor expected = network.call(input);

            masked.Removable(graph).ShouldBe(plan);
            SmallNetwork pruned = masked.Commit(graph, left => Pruned(network, left));

            (pruned.call(input) - expected).abs().max().item<float>().ShouldBe(0, 1e-5f);
        }
    }

    [Fact]
    public void Hidden_weights_come_back_to_the_last_bit()
    {
        using SmallNetwork network = SmallNetwork.Dense();
        byte[] before = Bytes(network);
        using (var masked = new MaskedModel(network, WeightMasks.SmallestOfAll(network, 0.9)))
        {
            Bytes(network).ShouldNotBe(before);
            masked.Hide(WeightMasks.None(network));
            Bytes(network).ShouldBe(before);
            masked.Hide(WeightMasks.Smallest(network, MaskPattern.Kernel, name => name == "inner.weight" ? 0.5 : null));
            Bytes(network).ShouldNotBe(before);
        }
        Bytes(network).ShouldBe(before);
    }

    [Fact]
    public void Masking_shared_kernels_is_pruning_filters_seen_from_the_layer_behind()
    {
        using SmallNetwork network = SmallNetwork.Dense();
        using var masked = new MaskedModel(
            network, WeightMasks.Smallest(network, MaskPattern.SharedKernel, name => name == "outer.weight" ? 0.5 : null));
        PruningPlan plan = masked.Removable(SmallNetwork.Graph);
        // Only 'outer' reads the channels of 'inner'.
        using Tensor worth = MaskPattern.SharedKernel.Worth(masked.Dense["outer.weight"].abs()).flatten();
        int[] strongest = [.. Values(worth).Select((value, channel) => (value, channel)).OrderByDescending(pair => pair.value).Take(3)
            .Select(pair => pair.channel).Order()];
        plan.ShouldBe(PruningPlan.Dense(SmallNetwork.Graph).Keep("inner", strongest));
    }

    private static SmallNetwork Pruned(SmallNetwork network, PruningPlan plan)
    {
        var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
        Surgery.Transfer(SmallNetwork.Graph, plan, network, pruned);
        return pruned;
    }

    private static float[] Values(Tensor tensor)
    {
        using Tensor flat = tensor.detach().contiguous();
        using var values = flat.data<float>();
        return values.ToArray();
    }

    private static byte[] Bytes(nn.Module module) =>
        [.. module.state_dict().Values.SelectMany(tensor => tensor.detach().contiguous().bytes.ToArray())];
}
