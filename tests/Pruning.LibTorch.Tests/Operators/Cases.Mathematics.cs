using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Mathematics => new()
    {
        ["linalg.solve"] = x => [linalg.solve(x[0], x[1])],
        ["linalg.lstsq"] = x => [linalg.lstsq(x[0], x[1]).Solution],
        ["linalg.pinv"] = x => [linalg.pinv(x[0])],
        ["linalg.inv"] = x => [linalg.inv(x[0])],
        ["linalg.det"] = x => [linalg.det(x[0])],
        ["linalg.slogdet"] = x => Several(linalg.slogdet(x[0])),
        ["linalg.cholesky"] = x => [linalg.cholesky(Symmetric(x[0]))],
        ["linalg.qr"] = x => [linalg.qr(x[0]).Q.abs()],
        ["linalg.svdvals"] = x => [linalg.svdvals(x[0])],
        ["linalg.svd"] = x => [Recomposed(linalg.svd(x[0], fullMatrices: false))],
        ["linalg.eigvalsh"] = x => [linalg.eigvalsh(Symmetric(x[0]))],
        ["linalg.norm"] = x => [linalg.norm(x[0])],
        ["linalg.norm_dims"] = x => [linalg.norm(x[0], 1, [1], keepdim: true)],
        ["linalg.matrix_norm"] = x => [linalg.matrix_norm(x[0], "nuc")],
        ["linalg.vector_norm"] = x => [linalg.vector_norm(x[0], 3, [1])],
        ["linalg.matrix_rank"] = x => [linalg.matrix_rank(x[0])],
        ["linalg.cross"] = x => [linalg.cross(x[0], x[1])],
        ["linalg.multi_dot"] = x => [linalg.multi_dot([x[0], x[1], x[2]])],
        ["pinverse"] = x => [x[0].pinverse()],
        ["special.entr"] = x => [special.entr(x[0])],
        ["special.expit"] = x => [special.expit(x[0])],
        ["special.i0e"] = x => [special.i0e(x[0])],
        ["special.gammaln"] = x => [special.gammaln(x[0])],
        ["special.ndtr"] = x => [special.ndtr(x[0])],
        ["special.zeta"] = x => [special.zeta(x[0].detach(), x[1])],
        ["special.xlog1py"] = x => [special.xlog1py(x[0], x[1])],
        ["fft.rfft"] = x => [fft.rfft(x[0]).view_as_real()],
        ["fft.roundtrip"] = x => [fft.irfft(fft.rfft(x[0], norm: FFTNormType.Ortho), 7, norm: FFTNormType.Ortho)],
        ["fft.fft2"] = x => [fft.fft2(x[0]).abs()],
        ["fft.fftshift"] = x => [fft.fftshift(x[0])],
        ["stft"] = x => [stft(x[0], 4, window: hann_window(4, dtype: float64), return_complex: true).view_as_real()],
        ["combinations"] = x => [combinations(x[0])],
        ["movedim_single"] = x => [movedim(x[0], 0, 2)],
        ["hann_window"] = x => [hann_window(5, dtype: float64)],
        ["hamming_window"] = x => [hamming_window(5, periodic: false, dtype: float64)],
    };
}
