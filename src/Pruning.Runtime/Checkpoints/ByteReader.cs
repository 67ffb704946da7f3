using System.Buffers.Binary;
using System.Text;

namespace Pruning;

/// <summary>
/// Reads the small parts of a checkpoint one after the other. Each read says what it expects, so that a file which ends
/// too early is reported with the offset and that expectation; no length of the file is trusted with memory.
/// </summary>
internal sealed class ByteReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly string _path;
    private readonly string? _zipEntry;
    private readonly long _length;

    public ByteReader(Stream stream, string path, string? zipEntry = null)
    {
        _stream = stream;
        _path = path;
        _zipEntry = zipEntry;
        _length = stream.Length;
    }

    public long Position => _stream.Position;

    public long Remaining => _length - _stream.Position;

    public CheckpointException Failure(long offset, string problem, Exception? cause = null) => _zipEntry is null
        ? new CheckpointException(_path, offset, problem, cause)
        : new CheckpointException(_path, _zipEntry, offset, problem, cause);

    public byte ReadByte(string expected)
    {
        int value = _stream.ReadByte();
        return value >= 0 ? (byte)value : throw EndsBefore(1, expected);
    }

    public byte[] ReadBytes(long count, string expected)
    {
        if (count < 0 || count > Remaining || count > Array.MaxLength)
        {
            throw EndsBefore(count, expected);
        }
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    public ushort ReadUInt16(string expected) => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2, expected));

    public int ReadInt32(string expected) => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4, expected));

    public uint ReadUInt32(string expected) => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4, expected));

    public long ReadInt64(string expected) => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(8, expected));

    public double ReadBigEndianDouble(string expected) => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8, expected));

    /// <summary>Reads an unsigned number of seven bits a byte, the lowest first.</summary>
    public long ReadLeb128(string expected)
    {
        long start = Position;
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte next = ReadByte(expected);
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw Failure(start, $"expected {expected}, found a number of more than 63 bits");
    }

    public string ReadText(long byteCount, string expected)
    {
        long start = Position;
        byte[] bytes = ReadBytes(byteCount, expected);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw Failure(start, $"expected {expected}, found bytes that are not UTF-8", exception);
        }
    }

    /// <summary>Reads ASCII text up to a line feed, which is consumed.</summary>
    public string ReadLine(int longest, string expected)
    {
        long start = Position;
        var line = new StringBuilder();
        for (byte next = ReadByte(expected); next != '\n'; next = ReadByte(expected))
        {
            if (line.Length == longest || next >= 0x80)
            {
                throw Failure(start, $"expected {expected}, found a line that is too long or not ASCII");
            }
            line.Append((char)next);
        }
        return line.ToString();
    }

    public void Skip(Int128 count, string expected)
    {
        if (count > Remaining)
        {
            throw EndsBefore(count, expected);
        }
        _stream.Position += (long)count;
    }

    private CheckpointException EndsBefore(Int128 count, string expected) =>
        Failure(Position, $"expected {expected} ({count} bytes), but only {Remaining} bytes are left");
}
