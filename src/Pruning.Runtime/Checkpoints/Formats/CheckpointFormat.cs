using System.Buffers.Binary;

namespace Pruning;

/// <summary>The file formats that can be read.</summary>
internal enum CheckpointFormat
{
    /// <summary>What <c>torch.save</c> writes since PyTorch 1.6: a zip file with a pickle.</summary>
    Zip,

    /// <summary>What <c>torch.save</c> wrote before: five pickles and the storages behind them.</summary>
    Legacy,

    /// <summary>A header in JSON, then the elements.</summary>
    Safetensors,

    /// <summary>What TorchSharp's <c>Module.save</c> writes.</summary>
    Dat,
}

/// <summary>Tells formats apart by content, since the extensions .pt, .pth, .th, .bin and .tar are used for all of them.</summary>
internal static class CheckpointFormats
{
    private static readonly byte[] ZipMark = [(byte)'P', (byte)'K', 3, 4];

    /// <summary>The number 0x1950a86a20f9469cfc6c as a pickle has it.</summary>
    private static readonly byte[] LegacyMark = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Looks at the file's first bytes and goes back to its start.</summary>
    public static CheckpointFormat Recognise(Stream file)
    {
        Span<byte> start = stackalloc byte[32];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith(ZipMark))
        {
            return CheckpointFormat.Zip;
        }
        if (start is [(byte)Opcode.Protocol, ..] && start.IndexOf(LegacyMark) >= 0)
        {
            return CheckpointFormat.Legacy;
        }
        // TorchSharp's format has no mark, so it comes last.
        return start.Length > 8 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)file.Length - 8
            ? CheckpointFormat.Safetensors
            : CheckpointFormat.Dat;
    }
}
