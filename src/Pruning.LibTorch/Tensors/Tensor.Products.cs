using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Products of vectors and matrices.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Call("aten::addbmm", this, batch1, batch2, beta, alpha);

        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            CallInPlace("aten::addbmm_", this, batch1, batch2, beta, alpha);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Call("aten::addmm", this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            CallInPlace("aten::addmm_", this, mat1, mat2, beta, alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => Call("aten::addmv", this, mat, vec, beta, alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            CallInPlace("aten::addmv_", this, mat, vec, beta, alpha);

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Call("aten::addr", this, vec1, vec2, beta, alpha);

        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            CallInPlace("aten::addr_", this, vec1, vec2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Call("aten::baddbmm", this, batch1, batch2, beta, alpha);

        public Tensor bmm(Tensor batch2) => Call("aten::bmm", this, batch2);

        public Tensor dot(Tensor target) => Call("aten::dot", this, target);

        public Tensor ger(Tensor vec2) => Call("aten::ger", this, vec2);

        public Tensor inner(Tensor vec2) => Call("aten::inner", this, vec2);

        public Tensor kron(Tensor other) => Call("aten::kron", this, other);

        public Tensor matmul(Tensor target) => Call("aten::matmul", this, target);

        public Tensor mm(Tensor target) => Call("aten::mm", this, target);

        public Tensor mv(Tensor target) => Call("aten::mv", this, target);

        public Tensor outer(Tensor vec2) => Call("aten::outer", this, vec2);

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Call("aten::tensordot", this, b, dims1, dims2);

        public Tensor vdot(Tensor target) => Call("aten::vdot", this, target);
    }
}
