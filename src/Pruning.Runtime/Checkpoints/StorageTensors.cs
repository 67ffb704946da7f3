using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Brings stored elements into tensors. A tensor that is alone in its storage is read straight into its place; a storage that
/// several look into is read once and kept until the last of them has been served.
/// </summary>
internal sealed class StorageTensors : IDisposable
{
    private const int SmallestBuffer = 1 << 10;
    private const int LargestBuffer = 1 << 16;

    private readonly CheckpointSource _source;
    private readonly Dictionary<Storage, int> _uses;
    private readonly Dictionary<Storage, Tensor> _loaded = [];

    /// <summary>Compares the checksums of all storages that will be read.</summary>
    public StorageTensors(CheckpointSource source, IEnumerable<StoredTensor> wanted)
    {
        _source = source;
        _uses = wanted.Where(stored => stored.Count > 0).CountBy(stored => stored.Storage).ToDictionary();
        foreach (Storage storage in _uses.Keys)
        {
            source.Verify(storage);
        }
    }

    /// <summary>Sets a tensor's values to the stored ones, converting the type.</summary>
    public void CopyTo(Tensor target, StoredTensor stored)
    {
        if (stored.Count == 0)
        {
            return;
        }
        bool isAlone = stored.IsWholeStorage && _uses[stored.Storage] == 1 && !_loaded.ContainsKey(stored.Storage);
        if (isAlone && target.dtype == stored.Storage.Type.Scalar
            && target.dtype != ScalarType.Bool && target.device_type == TorchSharp.DeviceType.CPU && target.is_contiguous())
        {
            Read(stored.Storage, target);
            return;
        }
        using Tensor view = View(stored);
        target.copy_(view);
    }

    /// <summary>A tensor that looks into its storage as the file says; it belongs to the caller.</summary>
    public Tensor View(StoredTensor stored)
    {
        if (stored.Count == 0)
        {
            return empty(stored.Shape, dtype: stored.Storage.Type.Scalar);
        }
        if (!_loaded.TryGetValue(stored.Storage, out Tensor? elements))
        {
            _loaded.Add(stored.Storage, elements = Load(stored.Storage));
        }
        Tensor view = elements.as_strided(stored.Shape, stored.Strides, stored.Offset);
        if (--_uses[stored.Storage] == 0)
        {
            _loaded.Remove(stored.Storage);
            elements.Dispose();
        }
        return view;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _loaded.Values)
        {
            tensor.Dispose();
        }
    }

    private Tensor Load(Storage storage)
    {
        if (storage.Type.Scalar == ScalarType.Bool)
        {
            // torch takes for granted that a bool is 0 or 1, which a file need not respect.
            using Tensor bytes = empty(new[] { storage.Count }, dtype: ScalarType.Byte);
            Read(storage, bytes);
            return bytes.to_type(ScalarType.Bool);
        }
        Tensor elements = empty(new[] { storage.Count }, dtype: storage.Type.Scalar);
        Read(storage, elements);
        return elements;
    }

    private void Read(Storage storage, Tensor target)
    {
        int buffer = (int)long.Clamp((long)storage.ByteCount, SmallestBuffer, LargestBuffer);
        target.ReadBytesFromStream(_source.Open(storage), buffer);
    }
}
