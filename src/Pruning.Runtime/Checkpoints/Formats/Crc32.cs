namespace Pruning;

/// <summary>The checksum of zip files (CRC-32 of ISO 3309), which .NET's own reader does not compare.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];
    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (byte next in bytes)
        {
            _state = Table[(byte)(_state ^ next)] ^ (_state >> 8);
        }
    }

    private static uint Entry(int index)
    {
        uint entry = (uint)index;
        for (int bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 0 ? entry >> 1 : 0xedb88320 ^ (entry >> 1);
        }
        return entry;
    }
}
