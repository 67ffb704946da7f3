using System.Collections;
using static Pruning.LibTorch.Native.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in main memory, in row-major order, whatever its strides are; writes go to the tensor.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;

    internal TensorAccessor(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            throw new InvalidOperationException(
                $"The data of a tensor on {tensor.device} cannot be read here: move or copy it to the cpu before.");
        }
        if (TypeOf(typeof(T)) != tensor.dtype)
        {
            throw new ArgumentException($"Data type mismatch: the tensor holds {tensor.dtype}, not {typeof(T)}.");
        }
        // The accessor has a native reference of its own: it may outlive the tensor that it came from.
        // A gradient known to be zero may have no memory at all.
        _tensor = CallBool("aten::_is_zerotensor", tensor) ? tensor.add(0).DetachFromDisposeScope() : tensor.Shared();
    }

    public long Count => _tensor.numel();

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            using var data = new TensorData<T>(_tensor);
            return data[data.Offset(indices)];
        }

        set
        {
            using var data = new TensorData<T>(_tensor);
            data[data.Offset(indices)] = value;
        }
    }

    public T[] ToArray()
    {
        var result = new T[checked((int)Count)];
        CopyTo(result.AsSpan());
        return result;
    }

    public Array ToNDArray()
    {
        var result = Array.CreateInstance(typeof(T), _tensor.shape);
        using var data = new TensorData<T>(_tensor);
        var indices = new long[_tensor.ndim];
        for (long i = 0; i < Count; i++)
        {
            result.SetValue(data[data.Offset(i)], indices);
            for (int d = indices.Length - 1; d >= 0 && ++indices[d] == result.GetLongLength(d); d--)
            {
                indices[d] = 0;
            }
        }
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        using var data = new TensorData<T>(_tensor);
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        data.Read(tensorIndex, array.Slice(arrayIndex, count));
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        using var data = new TensorData<T>(_tensor);
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        data.Write(tensorIndex, array.Slice(arrayIndex, count));
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0, count = Count; i < count; i++)
        {
            yield return Element(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.Equals(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !left.Equals(right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && _tensor.Equals(other._tensor);

    public override int GetHashCode() => _tensor.GetHashCode();

    public void Dispose() => _tensor.Dispose();

    private T Element(long i)
    {
        using var data = new TensorData<T>(_tensor);
        return data[data.Offset(i)];
    }
}
