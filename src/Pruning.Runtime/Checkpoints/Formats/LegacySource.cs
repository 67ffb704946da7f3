using System.Globalization;
using System.Numerics;

namespace Pruning;

/// <summary>
/// PyTorch's format before 1.6. Five pickles: a magic number, a version, facts about the machine, the object, and the list of
/// the storages' keys; then for each key the number of its elements (64 bits) and the elements.
/// </summary>
internal sealed class LegacySource : FileSource
{
    private const long FormatVersion = 1001;
    private static readonly BigInteger MagicNumber =
        BigInteger.Parse("01950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);


    public LegacySource(FileStream file, string path, CheckpointOptions options)
        : base(file, path)
    {
        var bytes = new ByteReader(file, path);
        Expect(bytes, value => value is BigInteger number && number == MagicNumber, "PyTorch's magic number");
        Expect(bytes, value => value is FormatVersion, $"version {FormatVersion} of PyTorch's old format");
        Expect(
            bytes,
            value => value is PythonDictionary machine && machine.Find("little_endian") is true,
            "a dictionary that says 'little_endian': True (files of big-endian machines are not read)");

        Dictionary<string, Storage> storages = [];
        object? root = PickleReader.Read(bytes, storages);
        long keysAt = bytes.Position;
        if (PickleReader.Read(bytes, []) is not List<object?> keys || !keys.TrueForAll(key => key is string))
        {
            throw bytes.Failure(keysAt, "expected the list of the storages' keys");
        }
        foreach (string key in keys.Cast<string>())
        {
            Locate(bytes, key, storages);
        }
        if (storages.Keys.FirstOrDefault(key => !Offsets.ContainsKey(key)) is { } absent)
        {
            throw bytes.Failure(keysAt, $"storage '{absent}' is used, but the file does not list it");
        }
        Entries = StateDictionarySearch.Find(path, root, options.Key);
    }

    public override IReadOnlyList<TensorEntry> Entries { get; }

    private static void Expect(ByteReader bytes, Predicate<object?> condition, string expected)
    {
        long start = bytes.Position;
        object? value = PickleReader.Read(bytes, []);
        if (!condition(value))
        {
            throw bytes.Failure(start, $"expected {expected}, found {PythonObject.Describe(value)}");
        }
    }

    private void Locate(ByteReader bytes, string key, Dictionary<string, Storage> storages)
    {
        long start = bytes.Position;
        if (!storages.TryGetValue(key, out Storage? storage))
        {
            throw bytes.Failure(start, $"the file lists storage '{key}', which no tensor uses");
        }
        long count = bytes.ReadInt64($"the number of elements of storage '{key}'");
        if (count != storage.Count)
        {
            throw bytes.Failure(start, $"storage '{key}' has {count} elements here, expected {storage.Count}");
        }
        if (!Offsets.TryAdd(key, bytes.Position))
        {
            throw bytes.Failure(start, $"storage '{key}' is listed twice");
        }
        bytes.Skip(storage.ByteCount, $"the {count} elements of storage '{key}'");
    }
}
