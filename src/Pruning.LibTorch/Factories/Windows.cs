using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Window functions of signal processing.
public static partial class torch
{
    public static Tensor hann_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Leaf(Call("aten::hann_window.periodic", len, periodic, dtype ?? _defaultType, default, device ?? _defaultDevice), requires_grad);

    public static Tensor hamming_window(
        long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Leaf(
            Call(
                "aten::hamming_window.periodic_alpha_beta", len, periodic, alpha, beta, dtype ?? _defaultType, default,
                device ?? _defaultDevice),
            requires_grad);

    public static Tensor bartlett_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Leaf(
            Call("aten::bartlett_window.periodic", len, periodic, dtype ?? _defaultType, default, device ?? _defaultDevice),
            requires_grad);

    public static Tensor blackman_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Leaf(
            Call("aten::blackman_window.periodic", len, periodic, dtype ?? _defaultType, default, device ?? _defaultDevice),
            requires_grad);
}
