using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Products => new()
    {
        ["matmul"] = x => [x[0].matmul(x[1])],
        ["matmul_batched"] = x => [matmul(x[0], x[1])],
        ["mm"] = x => [x[0].mm(x[1])],
        ["bmm"] = x => [x[0].bmm(x[1])],
        ["mv"] = x => [x[0].mv(x[1])],
        ["dot"] = x => [x[0].dot(x[1])],
        ["outer"] = x => [x[0].outer(x[1])],
        ["inner"] = x => [x[0].inner(x[1])],
        ["kron"] = x => [x[0].kron(x[1])],
        ["addmm"] = x => [x[0].addmm(x[1], x[2], 0.5f, 2)],
        ["baddbmm"] = x => [x[0].baddbmm(x[1], x[2], 0.5f)],
        ["tensordot"] = x => [x[0].tensordot(x[1], 2)],
        ["einsum"] = x => [einsum("bij,bjk->bik", x[0], x[1])],
        ["cdist"] = x => [cdist(x[0], x[1])],
        ["inverse"] = x => [(x[0].matmul(x[0].T) + 2 * eye(3, dtype: float64)).inverse()],
        ["det"] = x => [x[0].det()],
        ["logdet"] = x => [(x[0].matmul(x[0].T) + eye(3, dtype: float64)).logdet()],
        ["cholesky"] = x => [linalg.cholesky(x[0].matmul(x[0].T) + eye(3, dtype: float64))],
        ["matrix_power"] = x => [x[0].matrix_power(3)],
    };
}
