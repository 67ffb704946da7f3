using System.Numerics;
using System.Runtime.InteropServices;
using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element type that stands for a type of C#.</summary>
    internal static ScalarType TypeOf(Type type) => Types.TryGetValue(type, out ScalarType found)
        ? found
        : throw new ArgumentException($"{type} is no type of a tensor's elements.");

    private static readonly Dictionary<Type, ScalarType> Types = new()
    {
        [typeof(byte)] = ScalarType.Byte,
        [typeof(sbyte)] = ScalarType.Int8,
        [typeof(short)] = ScalarType.Int16,
        [typeof(int)] = ScalarType.Int32,
        [typeof(long)] = ScalarType.Int64,
        [typeof(Half)] = ScalarType.Float16,
        [typeof(float)] = ScalarType.Float32,
        [typeof(double)] = ScalarType.Float64,
        [typeof(bool)] = ScalarType.Bool,
        [typeof((float, float))] = ScalarType.ComplexFloat32,
        [typeof(Complex)] = ScalarType.ComplexFloat64,
    };

    /// <summary>A new tensor with a copy of the data, then converted and moved where that is asked for.</summary>
    internal static unsafe Tensor CopyOf<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> sizes, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null)
        where T : unmanaged
    {
        long count = 1;
        foreach (long size in sizes)
        {
            count = checked(count * size);
        }
        if (count != data.Length)
        {
            throw new ArgumentException($"{data.Length} elements do not fill a tensor of shape [{string.Join(", ", sizes.ToArray())}].");
        }
        fixed (T* first = data)
        fixed (long* firstSize = sizes)
        {
            return CopyOf(first, TypeOf(typeof(T)), firstSize, sizes.Length, dtype, device, requires_grad, names);
        }
    }

    /// <summary>A new tensor with a copy of an array of any rank.</summary>
    internal static unsafe Tensor CopyOf(Array data, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
    {
        var sizes = new long[data.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = data.GetLongLength(i);
        }
        fixed (byte* first = &MemoryMarshal.GetArrayDataReference(data))
        fixed (long* firstSize = sizes)
        {
            return CopyOf(first, TypeOf(data.GetType().GetElementType()!), firstSize, sizes.Length, dtype, device, requires_grad, names);
        }
    }

    /// <summary>The elements of a list, without a copy where the list has them in one piece.</summary>
    private static ReadOnlySpan<T> Elements<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> elements => CollectionsMarshal.AsSpan(elements),
        _ => list.ToArray(),
    };

    /// <summary>Ends a factory: turns gradients on where they are asked for.</summary>
    private static Tensor Leaf(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is not null)
        {
            tensor.Dispose();
            throw new NotSupportedException("This torch provider has no named dimensions.");
        }
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    private static unsafe Tensor CopyOf(
        void* data, ScalarType type, long* sizes, int dims, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        nint made;
        NativeMethods.Check(NativeMethods.pt_tensor_copy_of(data, sizes, dims, (int)type, &made));
        var tensor = new Tensor(made);
        ScalarType wantedType = dtype ?? type;
        Device wantedDevice = device ?? _defaultDevice;
        if (wantedType != type || wantedDevice.type != DeviceType.CPU)
        {
            tensor = tensor.to(wantedType, wantedDevice, disposeAfter: true);
        }
        return Leaf(tensor, requires_grad, names);
    }
}
