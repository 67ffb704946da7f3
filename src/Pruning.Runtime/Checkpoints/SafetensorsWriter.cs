using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Writes the safetensors format. The order is that of its reference implementation, larger element types first and then by
/// name, so that every tensor is aligned and the bytes depend on nothing but the tensors.
/// </summary>
internal static class SafetensorsWriter
{
    // Names stay as they are, in UTF-8; the default would escape all but ASCII letters for use inside HTML.
    private static readonly JsonWriterOptions PlainText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int HeaderAlignment = 8;
    private const int BufferSize = 1 << 16;

    public static void Write(Stream stream, Dictionary<string, Tensor> state)
    {
        (string Name, Tensor Tensor, ElementType Type)[] tensors = [.. state
            .Select(pair => (pair.Key, pair.Value, TypeOf(pair.Key, pair.Value)))
            .OrderByDescending(entry => entry.Item3.Size)
            .ThenBy(entry => entry.Item3.SafetensorsName, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)];
        byte[] header = Header(tensors);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, Tensor tensor, _) in tensors)
        {
            using var scope = NewDisposeScope();
            tensor.cpu().contiguous().WriteBytesToStream(stream, BufferSize);
        }
    }

    private static byte[] Header((string Name, Tensor Tensor, ElementType Type)[] tensors)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, PlainText))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsSource.Metadata);
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long begin = 0;
            foreach ((string name, Tensor tensor, ElementType type) in tensors)
            {
                long end = begin + (tensor.numel() * type.Size);
                json.WriteStartObject(name);
                json.WriteString("dtype", type.SafetensorsName);
                WriteIntegers(json, "shape", tensor.shape);
                WriteIntegers(json, "data_offsets", begin, end);
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        while (text.Length % HeaderAlignment != 0)
        {
            text.WriteByte((byte)' ');
        }
        return text.ToArray();
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    }

    private static ElementType TypeOf(string name, Tensor tensor) => ElementType.Of(tensor.dtype) is { SafetensorsName: not null } type
        ? type
        : throw new NotSupportedException(
            $"'{name}' is of type {tensor.dtype}, which the safetensors format does not have; save it as .dat");
}
