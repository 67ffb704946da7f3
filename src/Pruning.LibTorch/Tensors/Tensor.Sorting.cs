using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Sorting, searching and counting.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor argsort(long dim = -1, bool descending = false) => Call("aten::argsort", this, dim, descending);

        public Tensor argwhere() => Call("aten::argwhere", this);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Call("aten::bincount", this, weights, minlength);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Call("aten::bucketize.Tensor", this, boundaries, outInt32, right);

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Call("aten::histc", this, bins, min, max);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Call("aten::isin.Tensor_Tensor", this, test_elements, assumeUnique, invert);

        public Tensor msort() => Call("aten::msort", this);

        public Tensor nonzero() => Call("aten::nonzero", this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Call2("aten::topk", this, k, dim, largest, sorted);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Call3("aten::unique_consecutive", this, return_inverse, return_counts, dim);
    }
}
