using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

/// <summary>Where a Fourier transform divides by the number of points.</summary>
public enum FFTNormType
{
    Backward = 0,
    Forward = 1,
    Ortho = 2,
}

public static partial class torch
{
    /// <summary>Fourier transforms.</summary>
    public static partial class fft
    {
        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_fft2", input, s, dim ?? LastTwo, NameOf(norm));

        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_fft", input, n < 0 ? default(long?) : n, dim, NameOf(norm));

        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::fft_fftfreq", n, d, dtype ?? _defaultType, default, device ?? _defaultDevice), requires_grad);

        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_fftn", input, s, dim, NameOf(norm));

        public static Tensor fftshift(Tensor input, long[]? dim = null) => Call("aten::fft_fftshift", input, dim);

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_hfft", input, n < 0 ? default(long?) : n, dim, NameOf(norm));

        public static Tensor hfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_hfft2", input, s, dim ?? LastTwo, NameOf(norm));

        public static Tensor hfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_hfftn", input, s, dim, NameOf(norm));

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_ifft", input, n < 0 ? default(long?) : n, dim, NameOf(norm));

        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_ifft2", input, s, dim ?? LastTwo, NameOf(norm));

        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_ifftn", input, s, dim, NameOf(norm));

        public static Tensor ifftshift(Tensor input, long[]? dim = null) => Call("aten::fft_ifftshift", input, dim);

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_ihfft", input, n < 0 ? default(long?) : n, dim, NameOf(norm));

        public static Tensor ihfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_ihfft2", input, s, dim ?? LastTwo, NameOf(norm));

        public static Tensor ihfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_ihfftn", input, s, dim, NameOf(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_irfft", input, n < 0 ? default(long?) : n, dim, NameOf(norm));

        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_irfft2", input, s, dim ?? LastTwo, NameOf(norm));

        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_irfftn", input, s, dim, NameOf(norm));

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_rfft", input, n < 0 ? default(long?) : n, dim, NameOf(norm));

        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_rfft2", input, s, dim ?? LastTwo, NameOf(norm));

        public static Tensor rfftfreq(
            long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::fft_rfftfreq", n, d, dtype ?? _defaultType, default, device ?? _defaultDevice), requires_grad);

        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Call("aten::fft_rfftn", input, s, dim, NameOf(norm));

        private static readonly long[] LastTwo = [-2, -1];

        private static string NameOf(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
