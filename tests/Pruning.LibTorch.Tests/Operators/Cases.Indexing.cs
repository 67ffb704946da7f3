using static TorchSharp.torch;
using static TorchSharp.torch.TensorIndex;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Indexing => new()
    {
        ["index_number"] = x => [x[0][1]],
        ["index_numbers"] = x => [x[0][1, -1]],
        ["index_range"] = x => [x[0][.., 1..]],
        ["index_range_end"] = x => [x[0][..^1, 0..2]],
        ["index_step"] = x => [x[0][Ellipsis, Slice(step: 2)]],
        ["index_none"] = x => [x[0][Colon, None, 0]],
        ["index_ellipsis"] = x => [x[0][0, Ellipsis, 1]],
        ["index_mask"] = x => [x[0][x[1]]],
        ["index_tensor"] = x => [x[0][x[1]]],
        ["index_tensors"] = x => [x[0][x[1], x[2]]],
        ["index_mixed"] = x => [x[0][Colon, TensorIndex.Tensor(x[1]), 0]],
        ["index_mask_and_range"] = x => [x[0][TensorIndex.Tensor(x[1]), 1..]],
        ["assign_number"] = x => [Changed(x[0], y => y[1] = x[1])],
        ["assign_range"] = x => [Changed(x[0], y => y[.., 1..] = x[1])],
        ["assign_leading_ones"] = x => [Changed(x[0], y => y[.., 1] = x[1])],
        ["assign_mask"] = x => [Changed(x[0], y => y[x[1]] = tensor(5.0))],
        ["assign_tensor"] = x => [Changed(x[0], y => y[x[1]] = x[2])],
        ["gather"] = x => [x[0].gather(1, x[1])],
        ["scatter"] = x => [x[0].scatter(1, x[1], x[2])],
        ["scatter_add"] = x => [x[0].scatter_add(1, x[1], x[2])],
        ["index_select"] = x => [x[0].index_select(1, x[1])],
        ["index_copy"] = x => [x[0].index_copy(0, x[1], x[2])],
        ["index_fill"] = x => [x[0].index_fill(1, x[1], 3)],
        ["masked_fill"] = x => [x[0].masked_fill(x[1], -2)],
        ["masked_select"] = x => [x[0].masked_select(x[1])],
        ["masked_scatter"] = x => [x[0].masked_scatter(x[1], x[2])],
        ["take"] = x => [x[0].take(x[1])],
        ["take_along_dim"] = x => [x[0].take_along_dim(x[1], 1)],
        ["where"] = x => [where(x[0], x[1], x[2])],
        ["where_method"] = x => [x[1].where(x[0], x[2])],
    };
}
