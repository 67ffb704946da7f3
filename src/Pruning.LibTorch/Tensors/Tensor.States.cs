using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// How a tensor is represented, and the way to a plain representation.
public static partial class torch
{
    public partial class Tensor
    {
        public bool is_conj() => CallBool("aten::is_conj", this);

        public bool is_neg() => CallBool("aten::is_neg", this);

        /// <summary>Whether the only element differs from zero.</summary>
        public bool is_nonzero() => CallBool("aten::is_nonzero", this);

        public Tensor resolve_conj() => Call("aten::resolve_conj", this);

        public Tensor resolve_neg() => Call("aten::resolve_neg", this);

        public Tensor detach_() => CallInPlace("aten::detach_", this);

        /// <summary>From now on this tensor shows the other's elements.</summary>
        public Tensor set_(Tensor source) => CallInPlace("aten::set_.source_Tensor", this, source);

        public Tensor to_dense() => Call("aten::to_dense", this);

        public Tensor to_sparse() => Call("aten::to_sparse", this);

        public Tensor to_sparse(int sparse_dim) => Call("aten::to_sparse.sparse_dim", this, sparse_dim);

        public Tensor random_(double from, double to, Generator? generator = null) =>
            CallInPlace("aten::random_.from", this, checked((long)from), checked((long)to), generator);
    }
}
