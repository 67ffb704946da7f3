namespace Pruning;

/// <summary>A run of elements in a checkpoint, which several tensors may look into. PyTorch calls it a storage.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Count">How many elements it has.</param>
internal sealed record Storage(string Key, ElementType Type, long Count)
{
    public Int128 ByteCount => (Int128)Count * Type.Size;
}

/// <summary>A named tensor of a checkpoint.</summary>
internal sealed record TensorEntry(string Name, StoredTensor Tensor);

/// <summary>A tensor as a checkpoint describes it: a strided look into a storage. Holds no elements.</summary>
internal sealed class StoredTensor
{
    private const int MostDimensions = 64;

    private StoredTensor(Storage storage, long offset, long[] shape, long[] strides, long count)
    {
        Storage = storage;
        Offset = offset;
        Shape = shape;
        Strides = strides;
        Count = count;
    }

    public Storage Storage { get; }

    /// <summary>The storage's element that is the tensor's first.</summary>
    public long Offset { get; }

    public long[] Shape { get; }

    /// <summary>In elements, one per dimension.</summary>
    public long[] Strides { get; }

    /// <summary>How many elements the tensor has.</summary>
    public long Count { get; }

    /// <summary>Whether the tensor's elements are the storage's, all of them, in the same order.</summary>
    public bool IsWholeStorage => Offset == 0 && Count == Storage.Count && IsRowMajor;

    private bool IsRowMajor
    {
        get
        {
            long[] rowMajor = RowMajor(Shape);
            return Enumerable.Range(0, Shape.Length).All(dimension => Shape[dimension] == 1 || Strides[dimension] == rowMajor[dimension]);
        }
    }

    /// <summary>A tensor that is a storage of its own, in row-major order.</summary>
    /// <param name="key">The storage's key.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The shape, as the file gives it.</param>
    /// <param name="failure">Makes the exception out of what is wrong.</param>
    public static StoredTensor Whole(string key, ElementType type, long[] shape, Func<string, Exception> failure)
    {
        long count = CheckedCount(shape, failure);
        return new StoredTensor(new Storage(key, type, count), 0, shape, RowMajor(shape), count);
    }

    /// <summary>A strided tensor in a part of a storage.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="first">The part's first element.</param>
    /// <param name="visible">How many elements the part has.</param>
    /// <param name="offset">The tensor's first element, counted in the part.</param>
    /// <param name="shape">The shape, as the file gives it.</param>
    /// <param name="strides">In elements, as the file gives them.</param>
    /// <param name="failure">Makes the exception out of what is wrong.</param>
    public static StoredTensor View(
        Storage storage, long first, long visible, long offset, long[] shape, long[] strides, Func<string, Exception> failure)
    {
        long count = CheckedCount(shape, failure);
        if (strides.Length != shape.Length)
        {
            throw failure($"a tensor has {shape.Length} dimensions but {strides.Length} strides");
        }
        if (offset < 0 || Array.Exists(strides, stride => stride < 0))
        {
            throw failure($"a tensor has a negative offset or stride (offset {offset}, strides ({string.Join(", ", strides)}))");
        }
        Int128 last = offset;
        for (int dimension = 0; dimension < shape.Length; dimension++)
        {
            last += (Int128)(shape[dimension] - 1) * strides[dimension];
        }
        if (count > 0 && last >= visible)
        {
            throw failure($"a tensor of shape ({string.Join(", ", shape)}) with strides ({string.Join(", ", strides)}) at offset {offset} "
                + $"reaches element {last} of storage '{storage.Key}', which has {visible}");
        }
        return new StoredTensor(storage, first + offset, shape, strides, count);
    }

    private static long CheckedCount(long[] shape, Func<string, Exception> failure)
    {
        if (shape.Length > MostDimensions)
        {
            throw failure($"a tensor has {shape.Length} dimensions, expected at most {MostDimensions}");
        }
        if (Array.Exists(shape, size => size < 0))
        {
            throw failure($"a tensor has the impossible shape ({string.Join(", ", shape)})");
        }
        Int128 count = 1;
        foreach (long size in shape)
        {
            count *= Math.Max(1, size);
            if (count > long.MaxValue / 16)
            {
                throw failure($"a tensor of shape ({string.Join(", ", shape)}) is larger than any memory");
            }
        }
        return Array.Exists(shape, size => size == 0) ? 0 : (long)count;
    }

    private static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            strides[dimension] = stride;
            stride *= Math.Max(1, shape[dimension]);
        }
        return strides;
    }
}
