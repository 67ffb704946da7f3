using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>No operator records gradients until the result is disposed of.</summary>
    public static IDisposable no_grad() => new GradientMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradientMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradientMode(mode);

    public static bool is_grad_enabled() => NativeMethods.pt_grad_mode() != 0;

    /// <summary>Like <see cref="no_grad"/>, but its tensors can never take part in autograd.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.pt_inference_mode() != 0;

    private sealed class GradientMode : IDisposable
    {
        private readonly int _previous = NativeMethods.pt_grad_mode();

        internal GradientMode(bool on) => NativeMethods.pt_set_grad_mode(on ? 1 : 0);

        public void Dispose() => NativeMethods.pt_set_grad_mode(_previous);
    }

    private sealed class InferenceMode(bool on) : IDisposable
    {
        private nint _guard = NativeMethods.pt_inference_mode_enter(on ? 1 : 0);

        public void Dispose()
        {
            nint guard = Interlocked.Exchange(ref _guard, 0);
            if (guard != 0)
            {
                NativeMethods.pt_inference_mode_leave(guard);
            }
        }
    }
}
