namespace TorchSharp;

/// <summary>Counts in TorchSharp's files: unsigned LEB128, seven bits a byte, the lowest first.</summary>
internal static class BinaryCounts
{
    public static void WriteCount(this BinaryWriter writer, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        writer.Write7BitEncodedInt64(count);
    }

    public static long ReadCount(this BinaryReader reader)
    {
        long count = reader.Read7BitEncodedInt64();
        return count >= 0 ? count : throw new InvalidDataException("A count in the file is negative.");
    }
}
