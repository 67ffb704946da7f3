using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The memory of a tensor, kept alive until disposal, addressed by row-major position through the strides.</summary>
internal readonly unsafe ref struct TensorData<T>
    where T : unmanaged
{
    private readonly TensorLease _lease;
    private readonly T* _first;
    private readonly bool _contiguous;
    private readonly ReadOnlySpan<long> _sizes;
    private readonly ReadOnlySpan<long> _strides;

    internal TensorData(Tensor tensor)
    {
        _lease = new TensorLease(tensor);
        void* first;
        NativeMethods.Check(NativeMethods.pt_tensor_data(_lease.Handle, &first));
        _first = (T*)first;
        _contiguous = NativeMethods.pt_tensor_is_contiguous(_lease.Handle) != 0;
        _sizes = Tensor.Sizes(_lease);
        _strides = Tensor.Strides(_lease);
    }

    internal ref T this[long offset] => ref _first[offset];

    /// <summary>Where the element of this row-major position lies.</summary>
    internal long Offset(long position)
    {
        if (_contiguous)
        {
            return position;
        }
        long offset = 0;
        for (int d = _sizes.Length - 1; d >= 0; d--)
        {
            (position, long index) = Math.DivRem(position, _sizes[d]);
            offset += index * _strides[d];
        }
        return offset;
    }

    internal long Offset(ReadOnlySpan<long> indices)
    {
        if (indices.Length == 1 && _sizes.Length != 1)
        {
            return Offset(indices[0]);
        }
        if (indices.Length != _sizes.Length)
        {
            throw new ArgumentException($"{indices.Length} indices for a tensor with {_sizes.Length} dimensions.");
        }
        long offset = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _sizes[d])
            {
                throw new IndexOutOfRangeException($"The index {indices[d]} lies outside of dimension {d}, whose size is {_sizes[d]}.");
            }
            offset += indices[d] * _strides[d];
        }
        return offset;
    }

    internal void Read(long position, Span<T> target)
    {
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_first + position, target.Length).CopyTo(target);
            return;
        }
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = _first[Offset(position + i)];
        }
    }

    internal void Write(long position, ReadOnlySpan<T> source)
    {
        if (_contiguous)
        {
            source.CopyTo(new Span<T>(_first + position, source.Length));
            return;
        }
        for (int i = 0; i < source.Length; i++)
        {
            _first[Offset(position + i)] = source[i];
        }
    }

    public void Dispose() => _lease.Dispose();
}
