using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Variants of the functions on shapes that have no schema of their own.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The transpose; of a tensor with more than two dimensions, with all of them reversed.</summary>
        public Tensor T => Call("aten::numpy_T", this);

        /// <summary>The transpose of the last two dimensions.</summary>
        public Tensor mT => Call("aten::mT", this);

        public Tensor squeeze(long? dim = null) => dim is { } one ? Call("aten::squeeze.dim", this, one) : Call("aten::squeeze", this);

        public Tensor squeeze_(long? dim = null) =>
            dim is { } one ? CallInPlace("aten::squeeze_.dim", this, one) : CallInPlace("aten::squeeze_", this);

        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2]);

        public Tensor[] dsplit((long, long, long) indices_or_sections) =>
            dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3]);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor roll(long shifts, long? dims = null) =>
            dims is { } one ? Call("aten::roll", this, shifts, one) : Call("aten::roll", this, shifts);

        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor rot90(long k = 1, (long, long)? dims = null)
        {
            (long first, long second) = dims ?? (0, 1);
            return Call("aten::rot90", this, k, new[] { first, second });
        }

        /// <summary>This where the condition holds, <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Call("aten::where.self", condition, this, y);
    }
}
