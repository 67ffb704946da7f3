using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Linear algebra.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor cholesky(bool upper = false) => Call("aten::cholesky", this, upper);

        public Tensor cholesky_inverse(bool upper = false) => Call("aten::cholesky_inverse", this, upper);

        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Call("aten::cholesky_solve", this, input2, upper);

        public Tensor det() => Call("aten::det", this);

        public Tensor inverse() => Call("aten::inverse", this);

        public Tensor logdet() => Call("aten::logdet", this);

        public Tensor matrix_exp() => Call("aten::matrix_exp", this);

        public Tensor matrix_power(int n) => Call("aten::matrix_power", this, n);

        /// <summary>The Moore-Penrose inverse.</summary>
        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Call("aten::linalg_pinv", this, rcond, hermitian);
    }
}
