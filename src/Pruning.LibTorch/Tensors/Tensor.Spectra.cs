using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Short-time Fourier transforms.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor stft(
            long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
            PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            Call(
                "aten::stft.center", this, n_fft, Given(hop_length), Given(win_length), window, center,
                pad_mode.ToString().ToLowerInvariant(), normalized, onesided, return_complex);

        public Tensor istft(
            long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false,
            bool? onesided = null, long length = -1, bool return_complex = false) =>
            Call(
                "aten::istft", this, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided, Given(length),
                return_complex);

        // -1 stands for libtorch's own choice.
        private static long? Given(long value) => value < 0 ? null : value;
    }

    public static Tensor stft(
        Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
        PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

    public static Tensor istft(
        Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
        bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);
}
