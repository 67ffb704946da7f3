using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Choice by a condition, and places in sorted sequences.
public static partial class torch
{
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Call("aten::where.self", condition, x, y);

    /// <summary>The indices of the elements that are not zero, a tensor for each dimension.</summary>
    public static Tensor[] where(Tensor condition) => CallList("aten::where", condition);

    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Call("aten::searchsorted.Tensor", sorted_sequence, values, out_int32, right, default, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter) =>
        Call("aten::searchsorted.Scalar", sorted_sequence, values, out_int32, right, default, sorter);

    public static (Tensor values, Tensor indices) sort(
        Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);

    public static (Tensor output, Tensor inverse_indices, Tensor counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    public static (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(
        Tensor input, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique_consecutive(return_inverse, return_counts, dim);

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        Call("aten::gather", input, dim, index, sparse_grad);
}
