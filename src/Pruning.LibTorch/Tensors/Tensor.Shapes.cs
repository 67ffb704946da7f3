using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Shapes: views and rearrangements.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor adjoint() => Call("aten::adjoint", this);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Call("aten::as_strided", this, size, strides, storageOffset);

        public Tensor atleast_1d() => Call("aten::atleast_1d", this);

        public Tensor atleast_2d() => Call("aten::atleast_2d", this);

        public Tensor atleast_3d() => Call("aten::atleast_3d", this);

        public Tensor broadcast_to(params long[] shape) => Call("aten::broadcast_to", this, shape);

        public Tensor channel_shuffle(long groups) => Call("aten::channel_shuffle", this, groups);

        public Tensor[] chunk(long chunks, long dim = 0) => CallList("aten::chunk", this, chunks, dim);

        public Tensor contiguous() => Call("aten::contiguous", this);

        public Tensor diag(long diagonal = 0) => Call("aten::diag", this, diagonal);

        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Call("aten::diag_embed", this, offset, dim1, dim2);

        public Tensor diagflat(long offset = 0) => Call("aten::diagflat", this, offset);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Call("aten::diagonal", this, offset, dim1, dim2);

        public Tensor[] dsplit(long size) => CallList("aten::dsplit.int", this, size);

        public Tensor[] dsplit(params long[] sizes) => CallList("aten::dsplit.array", this, sizes);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Call("aten::expand", this, sizes, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Call("aten::expand", this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => Call("aten::expand", this, sizes);

        public Tensor expand_as(Tensor other) => Call("aten::expand_as", this, other);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Call("aten::flatten.using_ints", this, start_dim, end_dim);

        public Tensor flip(params long[] dims) => Call("aten::flip", this, dims);

        public Tensor fliplr() => Call("aten::fliplr", this);

        public Tensor flipud() => Call("aten::flipud", this);

        public Tensor[] hsplit(long size) => CallList("aten::hsplit.int", this, size);

        public Tensor[] hsplit(params long[] sizes) => CallList("aten::hsplit.array", this, sizes);

        public Tensor moveaxis(long[] source, long[] destination) => Call("aten::moveaxis.intlist", this, source, destination);

        public Tensor movedim(long[] source, long[] destination) => Call("aten::movedim.intlist", this, source, destination);

        public Tensor narrow(long dim, long start, long length) => Call("aten::narrow", this, dim, start, length);

        public Tensor permute(params long[] permutation) => Call("aten::permute", this, permutation);

        public Tensor ravel() => Call("aten::ravel", this);

        public Tensor repeat(params long[] sizes) => Call("aten::repeat", this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Call("aten::repeat_interleave.self_Tensor", this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Call("aten::repeat_interleave.self_int", this, repeats, dim, output_size);

        public Tensor reshape(params long[] shape) => Call("aten::reshape", this, shape);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Call("aten::roll", this, shifts, dims);

        public Tensor roll(long[] shifts) => Call("aten::roll", this, shifts);

        public Tensor roll(long[] shifts, long[] dims) => Call("aten::roll", this, shifts, dims);

        public Tensor select(long dim, long index) => Call("aten::select.int", this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Call("aten::slice.Tensor", this, dim, start, finish, step);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => CallList("aten::split.sizes", this, sizes, dim);

        public Tensor[] split(long size, int dim = 0) => CallList("aten::split.Tensor", this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => CallList("aten::split.sizes", this, sizes, dim);

        public Tensor[] split(params long[] sizes) => CallList("aten::split.sizes", this, sizes);

        public Tensor swapaxes(long dim0, long dim1) => Call("aten::swapaxes", this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => Call("aten::swapdims", this, dim0, dim1);

        public Tensor t() => Call("aten::t", this);

        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            CallList("aten::tensor_split.tensor_indices_or_sections", this, indices, dim);

        public Tensor[] tensor_split(long size, long dim = 0) => CallList("aten::tensor_split.sections", this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0) => CallList("aten::tensor_split.indices", this, sizes, dim);

        public Tensor tile(long[] reps) => Call("aten::tile", this, reps);

        public Tensor transpose(long dim0, long dim1) => Call("aten::transpose.int", this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => CallInPlace("aten::transpose_", this, dim0, dim1);

        public Tensor tril(long diagonal = 0) => Call("aten::tril", this, diagonal);

        public Tensor tril_(long diagonal = 0) => CallInPlace("aten::tril_", this, diagonal);

        public Tensor triu(long diagonal = 0) => Call("aten::triu", this, diagonal);

        public Tensor triu_(long diagonal = 0) => CallInPlace("aten::triu_", this, diagonal);

        public Tensor[] unbind(long dimension = 0) => CallList("aten::unbind.int", this, dimension);

        /// <summary>Splits a dimension into several; as in TorchSharp it is counted from the first one.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => dim >= 0 && dim < ndim
            ? Call("aten::unflatten.int", this, dim, sizes)
            : throw new ArgumentException($"Invalid 'dim' argument: {dim}.");

        public Tensor unfold(long dimension, long size, long step) => Call("aten::unfold", this, dimension, size, step);

        public Tensor unsqueeze(long dim) => Call("aten::unsqueeze", this, dim);

        public Tensor unsqueeze_(long dim) => CallInPlace("aten::unsqueeze_", this, dim);

        public Tensor vander(long N = -1, bool increasing = false) => Call("aten::vander", this, N, increasing);

        public Tensor view(params long[] shape) => Call("aten::view", this, shape);

        public Tensor view_as(Tensor other) => Call("aten::view_as", this, other);

        public Tensor view_as_complex() => Call("aten::view_as_complex", this);

        public Tensor view_as_real() => Call("aten::view_as_real", this);

        public Tensor[] vsplit(long size) => CallList("aten::vsplit.int", this, size);

        public Tensor[] vsplit(params long[] sizes) => CallList("aten::vsplit.array", this, sizes);
    }
}
