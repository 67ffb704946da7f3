using TorchSharp;

namespace Pruning.LibTorch.Native;

/// <summary>The native handles of several tensors, kept alive until disposal.</summary>
internal sealed class TensorLeases : IDisposable
{
    private readonly torch.Tensor?[] _tensors;
    private int _leased;

    internal TensorLeases(IEnumerable<torch.Tensor?>? tensors)
    {
        _tensors = tensors is null ? [] : [.. tensors];
        Handles = new nint[_tensors.Length];
        try
        {
            for (; _leased < _tensors.Length; _leased++)
            {
                Handles[_leased] = _tensors[_leased]?.Lease() ?? 0;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal nint[] Handles { get; }

    public void Dispose()
    {
        while (_leased > 0)
        {
            _tensors[--_leased]?.Return();
        }
    }
}
