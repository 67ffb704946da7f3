using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static partial class linalg
    {
        /// <summary>How much of a QR decomposition is computed.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static Tensor cholesky(Tensor input) => Call("aten::linalg_cholesky", input);

        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            Call2("aten::linalg_cholesky_ex", input, false, check_errors);

        public static Tensor cond(Tensor input) => Call("aten::linalg_cond", input);

        public static Tensor cond(Tensor input, double p) => Call("aten::linalg_cond", input, p);

        public static Tensor cond(Tensor input, int p) => Call("aten::linalg_cond", input, (long)p);

        public static Tensor cond(Tensor input, string p) => Call("aten::linalg_cond.p_str", input, p);

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Call("aten::linalg_cross", input, other, dim);

        public static Tensor det(Tensor input) => Call("aten::linalg_det", input);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            Call("aten::linalg_diagonal", input, offset, dim1, dim2);

        public static (Tensor, Tensor) eig(Tensor input) => Call2("aten::linalg_eig", input);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Call2("aten::linalg_eigh", input, UPLO.ToString());

        public static Tensor eigvals(Tensor input) => Call("aten::linalg_eigvals", input);

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Call("aten::linalg_eigvalsh", input, UPLO.ToString());

        public static Tensor householder_product(Tensor A, Tensor tau) => Call("aten::linalg_householder_product", A, tau);

        public static Tensor inv(Tensor input) => Call("aten::linalg_inv", input);

        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) =>
            Call2("aten::linalg_inv_ex", input, check_errors);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Four(CallList("aten::linalg_lstsq", input, other));

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(
            Tensor input, Tensor other, double rcond) => Four(CallList("aten::linalg_lstsq", input, other, rcond));

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Call3("aten::linalg_lu", input, pivot);

        public static (Tensor LU, Tensor Pivots) lu_factor(Tensor input, bool pivot = true) =>
            Call2("aten::linalg_lu_factor", input, pivot);

        public static Tensor matrix_exp(Tensor input) => Call("aten::linalg_matrix_exp", input);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_matrix_norm.str_ord", input, ord, dims ?? LastTwo, keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_matrix_norm", input, ord, dims ?? LastTwo, keepdim);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Call("aten::linalg_matrix_rank.atol_rtol_float", input, atol, rtol, hermitian);

        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Call("aten::linalg_matrix_rank.atol_rtol_tensor", input, atol, rtol, hermitian);

        public static Tensor multi_dot(IList<Tensor> tensors) => Call("aten::linalg_multi_dot", tensors.ToArray());

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_norm", input, default, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_norm", input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_norm", input, (long)ord, dims, keepdim);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_norm.ord_str", input, ord, dims, keepdim);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Call("aten::linalg_pinv.atol_rtol_float", input, atol, rtol, hermitian);

        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Call("aten::linalg_pinv.atol_rtol_tensor", input, atol, rtol, hermitian);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Call2("aten::linalg_qr", input, mode switch
        {
            QRMode.Reduced => "reduced",
            QRMode.Complete => "complete",
            _ => "r",
        });

        public static (Tensor, Tensor) slogdet(Tensor input) => Call2("aten::linalg_slogdet", input);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Call("aten::linalg_solve", A, B, left);

        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            Call2("aten::linalg_solve_ex", A, B, left, check_errors);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Call3("aten::linalg_svd", input, fullMatrices);

        public static Tensor svdvals(Tensor input) => Call("aten::linalg_svdvals", input);

        public static Tensor tensorinv(Tensor input, long ind) => Call("aten::linalg_tensorinv", input, ind);

        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => Call("aten::linalg_tensorsolve", A, B, dims);

        public static Tensor vander(Tensor input, long? N = null) => Call("aten::linalg_vander", input, N);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Call("aten::linalg_vector_norm", input, ord, dims, keepdim);

        private static readonly long[] LastTwo = [-2, -1];

        private static (Tensor, Tensor, Tensor, Tensor) Four(Tensor[] tensors) => (tensors[0], tensors[1], tensors[2], tensors[3]);
    }
}
