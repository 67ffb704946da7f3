using System.Text.Json;

namespace Pruning;

/// <summary>
/// The safetensors format: the header's length (64 bits), the header (JSON: for each tensor its type, shape, and the range of
/// its bytes), then the bytes of all tensors without gaps.
/// </summary>
internal sealed class SafetensorsSource : FileSource
{
    public const string Metadata = "__metadata__";
    private const long LongestHeader = 100_000_000;
    private const long HeaderAt = 8;

    public SafetensorsSource(FileStream file, string path, CheckpointOptions options)
        : base(file, path)
    {
        if (options.Key is not null)
        {
            throw new CheckpointException(path, $"a safetensors file has no dictionaries inside, so that '{options.Key}' cannot be chosen");
        }
        var bytes = new ByteReader(file, path);
        long length = bytes.ReadInt64("the header's length");
        if (length is < 2 or > LongestHeader)
        {
            throw bytes.Failure(0, $"the header's length is {length}, expected at most {LongestHeader}");
        }
        string header = bytes.ReadText(length, "the header in JSON");
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Entries = Read(document.RootElement, bytes);
        }
        catch (JsonException exception)
        {
            throw bytes.Failure(HeaderAt, $"the header is not the JSON that safetensors prescribes: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What JsonElement throws for text with half a surrogate pair.
            throw bytes.Failure(HeaderAt, $"the header has malformed text: {exception.Message}", exception);
        }
    }

    public override IReadOnlyList<TensorEntry> Entries { get; }

    private List<TensorEntry> Read(JsonElement header, ByteReader bytes)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            throw bytes.Failure(HeaderAt, $"the header is a JSON {header.ValueKind}, expected an object");
        }
        long dataAt = bytes.Position;
        List<(TensorEntry Entry, long Begin, long End)> tensors = [.. header.EnumerateObject()
            .Where(property => property.Name != Metadata)
            .Select(property => ReadTensor(property.Name, property.Value, bytes))
            .OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        long end = 0;
        foreach ((TensorEntry entry, long begin, long entryEnd) in tensors)
        {
            if (begin != end)
            {
                throw bytes.Failure(dataAt + begin, $"the bytes of '{entry.Name}' begin at {begin} of the data, expected {end}: "
                    + $"ranges may neither overlap nor leave gaps");
            }
            end = entryEnd;
            Offsets.Add(entry.Name, dataAt + begin);
        }
        if (end != bytes.Remaining)
        {
            throw bytes.Failure(dataAt, $"the header describes {end} bytes of data, but the file has {bytes.Remaining}");
        }
        return tensors.ConvertAll(tensor => tensor.Entry);
    }

    private static (TensorEntry Entry, long Begin, long End) ReadTensor(string name, JsonElement description, ByteReader bytes)
    {
        CheckpointException Failure(string problem) => bytes.Failure(HeaderAt, $"in the header, '{name}': {problem}");

        if (description.ValueKind != JsonValueKind.Object
            || !description.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !description.TryGetProperty("shape", out JsonElement shape)
            || !description.TryGetProperty("data_offsets", out JsonElement range))
        {
            throw Failure("expected an object with dtype, shape and data_offsets");
        }
        ElementType type = ElementType.OfSafetensors(dtype.GetString())
            ?? throw Failure($"the type {dtype.GetString()} has no counterpart among torch's types");
        StoredTensor tensor = StoredTensor.Whole(name, type, Integers(shape, () => Failure("shape must be an array of integers")), Failure);
        return Integers(range, () => Failure("data_offsets must be two integers")) is [var begin, var end]
            && begin >= 0 && (Int128)end - begin == tensor.Storage.ByteCount
                ? (new TensorEntry(name, tensor), begin, end)
                : throw Failure($"data_offsets {range} do not fit the shape and type, which take {tensor.Storage.ByteCount} bytes");
    }

    private static long[] Integers(JsonElement array, Func<CheckpointException> failure)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            throw failure();
        }
        return [.. array.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long value) ? value : throw failure())];
    }
}
