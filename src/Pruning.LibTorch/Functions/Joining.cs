using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Several tensors become one, or one becomes several.
public static partial class torch
{
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Call("aten::cat", tensors, dim);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Call("aten::stack", tensors.ToArray(), dim);

    public static Tensor hstack(params Tensor[] tensors) => Call("aten::hstack", tensors);

    public static Tensor hstack(IList<Tensor> tensors) => hstack(tensors.ToArray());

    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => hstack(tensors.ToArray());

    public static Tensor vstack(Tensor[] tensors) => Call("aten::vstack", tensors);

    public static Tensor vstack(IList<Tensor> tensors) => vstack(tensors.ToArray());

    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => vstack(tensors.ToArray());

    public static Tensor row_stack(params Tensor[] tensors) => vstack(tensors);

    public static Tensor row_stack(IList<Tensor> tensors) => vstack(tensors);

    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => vstack(tensors);

    public static Tensor column_stack(params Tensor[] tensors) => Call("aten::column_stack", tensors);

    public static Tensor column_stack(IList<Tensor> tensors) => column_stack(tensors.ToArray());

    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => column_stack(tensors.ToArray());

    public static Tensor dstack(params Tensor[] tensors) => Call("aten::dstack", tensors);

    public static Tensor dstack(IList<Tensor> tensors) => dstack(tensors.ToArray());

    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => dstack(tensors.ToArray());

    public static Tensor block_diag(params Tensor[] tensors) => Call("aten::block_diag", tensors);

    public static Tensor cartesian_prod(params Tensor[] tensors) => Call("aten::cartesian_prod", tensors);

    public static Tensor cartesian_prod(IList<Tensor> tensors) => cartesian_prod(tensors.ToArray());

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => CallList("aten::broadcast_tensors", tensors);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        CallList("aten::meshgrid.indexing", tensors.ToArray(), indexing);

    public static Tensor einsum(string equation, params Tensor[] tensors) => Call("aten::einsum", equation, tensors);

    public static Tensor chain_matmul(params Tensor[] matrices) => Call("aten::chain_matmul", matrices);
}
