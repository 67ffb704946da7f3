using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

public class CompressedSizeTests
{
    [Fact]
    public void Sparse_rows_have_a_number_and_a_column_for_each_weight_that_is_left()
    {
        using Module<Tensor, Tensor> model = Sequential(("a", Linear(5, 3)));
        using (no_grad())
        {
            model.get_parameter("a.weight")!.zero_();
            model.get_parameter("a.weight")![1, 2] = 0.5f;
            model.get_parameter("a.weight")![2, 0] = -1f;
        }
        CompressedSize size = CompressedSize.Of(model);
        size.Dense.ShouldBe(4 * 18);
        size.SparseRows.ShouldBe((4 * (2 + 2 + 4)) + (4 * 3));
    }

    [Fact]
    public void Removed_channels_and_zeros_take_less_and_8_bits_a_quarter()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        SmallNetwork dense = SmallNetwork.Dense();
        Module<Tensor, Tensor> large = Sequential(("a", Linear(300, 300)));
        CompressedSize whole = CompressedSize.Of(large);
        ((double)whole.Coded / whole.Dense).ShouldBeInRange(0.2, 0.27); // noise of 8 bits can hardly be packed

        using (WeightMasks masks = WeightMasks.SmallestOfAll(large, 0.9))
        {
            masks.Apply(large);
        }
        CompressedSize sparse = CompressedSize.Of(large);
        sparse.Dense.ShouldBe(whole.Dense);
        ((double)sparse.SparseRows / whole.Dense).ShouldBeInRange(0.19, 0.21);
        ((double)sparse.Coded / whole.Coded).ShouldBeInRange(0.05, 0.4);

        PruningPlan plan = PruningPlan.Dense(SmallNetwork.Graph).Keep("stem", 0, 1, 2);
        var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
        Surgery.Transfer(SmallNetwork.Graph, plan, dense, pruned);
        CompressedSize.Of(pruned).Coded.ShouldBeLessThan(CompressedSize.Of(dense).Coded);
    }
}
