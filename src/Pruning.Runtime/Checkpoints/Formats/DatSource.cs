using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// TorchSharp's own format, which <c>Module.save</c> writes: the number of entries; for each its name, the number of its type,
/// its number of dimensions, its shape, and its elements. Numbers are LEB128, names UTF-8 with their length before them.
/// </summary>
internal sealed class DatSource : FileSource
{
    private const long LongestName = 4096;
    private const long MostDimensions = 64;

    public DatSource(FileStream file, string path, CheckpointOptions options)
        : base(file, path)
    {
        var bytes = new ByteReader(file, path);
        List<TensorEntry> entries = [];
        try
        {
            long count = bytes.ReadLeb128("the number of entries");
            for (long index = 0; index < count; index++)
            {
                entries.Add(ReadEntry(bytes, index, count));
            }
            if (bytes.Remaining > 0)
            {
                throw bytes.Failure(bytes.Position, $"{bytes.Remaining} bytes are left behind the last of {count} entries");
            }
        }
        catch (CheckpointException exception) when (entries.Count == 0)
        {
            throw bytes.Failure(
                exception.Offset ?? 0,
                "this is no checkpoint of a known format: it is neither a PyTorch file (zip, or older) nor safetensors, "
                    + $"and does not read as TorchSharp's .dat either ({exception.Message})",
                exception);
        }
        if (options.Key is not null)
        {
            throw new CheckpointException(path, $"a .dat file has no dictionaries inside, so that '{options.Key}' cannot be chosen");
        }
        Entries = entries;
    }

    public override IReadOnlyList<TensorEntry> Entries { get; }

    private TensorEntry ReadEntry(ByteReader bytes, long index, long count)
    {
        string what = $"of entry {index + 1} of {count}";
        long start = bytes.Position;
        long nameLength = bytes.ReadLeb128($"the length of the name {what}");
        if (nameLength is 0 or > LongestName)
        {
            throw bytes.Failure(start, $"the name {what} has {nameLength} bytes, expected 1 to {LongestName}");
        }
        string name = bytes.ReadText(nameLength, $"the name {what}");
        long typeAt = bytes.Position;
        long number = bytes.ReadLeb128($"the type of '{name}'");
        ElementType type = (number <= sbyte.MaxValue ? ElementType.Of((ScalarType)number) : null)
            ?? throw bytes.Failure(typeAt, $"the type of '{name}' is {number}, which is no type of torch's that can be read");
        long dimensions = bytes.ReadLeb128($"the number of dimensions of '{name}'");
        if (dimensions > MostDimensions)
        {
            throw bytes.Failure(typeAt, $"'{name}' has {dimensions} dimensions, expected at most {MostDimensions}");
        }
        var shape = new long[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            shape[dimension] = bytes.ReadLeb128($"the shape of '{name}'");
        }
        StoredTensor tensor = StoredTensor.Whole(name, type, shape, problem => bytes.Failure(typeAt, $"'{name}': {problem}"));
        if (!Offsets.TryAdd(name, bytes.Position))
        {
            throw bytes.Failure(start, $"'{name}' occurs twice");
        }
        bytes.Skip(tensor.Storage.ByteCount, $"the elements of '{name}'");
        return new TensorEntry(name, tensor);
    }
}
