using TorchSharp;

namespace Pruning.LibTorch.Native;

/// <summary>The native handle of a tensor, kept alive until disposal.</summary>
internal readonly ref struct TensorLease
{
    private readonly torch.Tensor? _tensor;

    internal TensorLease(torch.Tensor? tensor)
    {
        Handle = tensor?.Lease() ?? 0;
        _tensor = tensor;
    }

    internal nint Handle { get; }

    public void Dispose() => _tensor?.Return();
}
