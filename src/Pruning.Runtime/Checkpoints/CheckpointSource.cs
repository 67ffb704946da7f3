namespace Pruning;

/// <summary>
/// An opened checkpoint. Opening it has checked every length and shape against the file; its elements are still unread.
/// </summary>
internal abstract class CheckpointSource(string path) : IDisposable
{
    public string Path { get; } = path;

    /// <summary>The tensors, in the order of the file.</summary>
    public abstract IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Compares the storage's bytes with their checksum, in formats that have one.</summary>
    public virtual void Verify(Storage storage)
    {
    }

    /// <summary>A stream that stands at the storage's first byte. It belongs to the source, and is valid until the next call.</summary>
    public abstract Stream Open(Storage storage);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Opens a file in the format that its first bytes show.</summary>
    public static CheckpointSource Open(string path, CheckpointOptions options)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"there is no checkpoint {path}", path);
        }
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        try
        {
            return CheckpointFormats.Recognise(file) switch
            {
                CheckpointFormat.Zip => new ZipSource(file, path, options),
                CheckpointFormat.Legacy => new LegacySource(file, path, options),
                CheckpointFormat.Safetensors => new SafetensorsSource(file, path, options),
                _ => new DatSource(file, path, options),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
