using System.Globalization;
using System.IO.Compression;

namespace Pruning;

/// <summary>
/// PyTorch's format since 1.6: a zip file with uncompressed entries in one folder of any name. <c>data.pkl</c> is the object,
/// <c>data/KEY</c> the elements of a storage, <c>byteorder</c> (not always there) the machine's byte order.
/// </summary>
internal sealed class ZipSource : CheckpointSource
{
    private const int NewestVersion = 10;
    private const long LargestPickle = 1 << 28;
    private const int ChunkSize = 1 << 16;

    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly HashSet<string> _verified = [];
    private Stream? _open;

    public ZipSource(FileStream file, string path, CheckpointOptions options)
        : base(path)
    {
        _archive = Guard("the directory at the end of a zip file (is the file cut off?)", () => new ZipArchive(file, ZipArchiveMode.Read));
        ZipArchiveEntry[] pickles = [.. Guard("a zip directory", () => _archive.Entries)
            .Where(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal) && entry.FullName.Count(c => c == '/') == 1)];
        if (pickles is not [var pickle])
        {
            throw new CheckpointException(path,
                $"the zip file has {pickles.Length} entries FOLDER/data.pkl, expected the one that torch.save writes");
        }
        _folder = pickle.FullName[..^"data.pkl".Length];
        CheckByteOrder();
        CheckVersion();

        Dictionary<string, Storage> storages = [];
        using var content = new MemoryStream(ReadSmall(pickle, LargestPickle), writable: false);
        object? root = PickleReader.Read(new ByteReader(content, path, pickle.FullName), storages);
        Entries = StateDictionarySearch.Find(path, root, options.Key);
        CheckSizes(file.Length);
    }

    public override IReadOnlyList<TensorEntry> Entries { get; }

    public override void Verify(Storage storage)
    {
        if (_verified.Add(storage.Key))
        {
            using Stream content = OpenEntry(EntryOf(storage));
            CheckSum(EntryOf(storage), content, Stream.Null);
        }
    }

    public override Stream Open(Storage storage)
    {
        _open?.Dispose();
        return _open = OpenEntry(EntryOf(storage));
    }

    public override void Dispose()
    {
        _open?.Dispose();
        _archive.Dispose();
    }

    private void CheckByteOrder()
    {
        if (_archive.GetEntry(_folder + "byteorder") is { } entry && !ReadSmall(entry, 16).AsSpan().SequenceEqual("little"u8))
        {
            throw new CheckpointException(Path, $"{entry.FullName} does not say 'little': files of big-endian machines are not read");
        }
    }

    private void CheckVersion()
    {
        if (_archive.GetEntry(_folder + "version") is { } entry
            && !(int.TryParse(ReadSmall(entry, 16), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int version)
                && version is >= 1 and <= NewestVersion))
        {
            throw new CheckpointException(Path, $"{entry.FullName} is not a version from 1 to {NewestVersion} of PyTorch's format");
        }
    }

    /// <summary>Entries may overlap in a zip file, so that a small one could ask for much memory: their sum is limited too.</summary>
    private void CheckSizes(long fileSize)
    {
        Int128 sum = 0;
        foreach (Storage storage in Entries.Select(entry => entry.Tensor.Storage).Distinct())
        {
            ZipArchiveEntry entry = EntryOf(storage);
            if (entry.Length != storage.ByteCount)
            {
                throw new CheckpointException(Path, $"{entry.FullName} has {entry.Length} bytes, "
                    + $"expected {storage.ByteCount} ({storage.Count} elements of {storage.Type.Name})");
            }
            sum += storage.ByteCount;
        }
        if (sum > fileSize)
        {
            throw new CheckpointException(Path, $"the storages have {sum} bytes together, but the file has {fileSize}");
        }
    }

    private ZipArchiveEntry EntryOf(Storage storage) => _archive.GetEntry($"{_folder}data/{storage.Key}")
        ?? throw new CheckpointException(Path, $"the entry {_folder}data/{storage.Key} with {storage.Count} elements is missing");

    private byte[] ReadSmall(ZipArchiveEntry entry, long largest)
    {
        if (entry.Length > largest)
        {
            throw new CheckpointException(Path, $"{entry.FullName} has {entry.Length} bytes, expected at most {largest}");
        }
        using Stream stream = OpenEntry(entry);
        using var content = new MemoryStream();
        CheckSum(entry, stream, content);
        return content.ToArray();
    }

    private Stream OpenEntry(ZipArchiveEntry entry) => entry.CompressedLength == entry.Length
        ? Guard($"the content of {entry.FullName}", entry.Open)
        : throw new CheckpointException(Path, $"{entry.FullName} is compressed or encrypted; torch.save writes entries as they are");

    private void CheckSum(ZipArchiveEntry entry, Stream content, Stream copy)
    {
        var sum = new Crc32();
        long length = 0;
        var chunk = new byte[ChunkSize];
        for (int read; (read = Guard($"the content of {entry.FullName}", () => content.Read(chunk))) > 0; length += read)
        {
            sum.Append(chunk.AsSpan(0, read));
            copy.Write(chunk, 0, read);
        }
        if (length != entry.Length)
        {
            throw new CheckpointException(Path, $"{entry.FullName} ends after {length} bytes, expected {entry.Length}");
        }
        if (sum.Value != entry.Crc32)
        {
            throw new CheckpointException(Path, $"{entry.FullName} is corrupt: its checksum is {sum.Value:x8}, expected {entry.Crc32:x8}");
        }
    }

    /// <summary>Turns what .NET says of a broken zip file into what this library says.</summary>
    private T Guard<T>(string expected, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new CheckpointException(Path, $"expected {expected}, but: {exception.Message}", exception);
        }
    }
}
