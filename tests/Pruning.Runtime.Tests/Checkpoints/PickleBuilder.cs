using System.Buffers.Binary;
using System.Text;

namespace Pruning.Tests;

/// <summary>Assembles pickles, instruction by instruction, that Python would not write.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [0x80, 2];

    public PickleBuilder Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Opcodes(string opcodes) => Raw(Encoding.Latin1.GetBytes(opcodes));

    public PickleBuilder Global(string module, string name) => Opcodes($"c{module}\n{name}\n");

    public PickleBuilder Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Opcodes("X").Raw(BitConverter.GetBytes(bytes.Length)).Raw(bytes);
    }

    public PickleBuilder Integer(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleBuilder Integers(params long[] values)
    {
        Opcodes("(");
        foreach (long value in values)
        {
            Integer(value);
        }
        return Opcodes("t");
    }

    /// <summary>A float32 storage; <paramref name="rest"/> adds what comes after the count.</summary>
    public PickleBuilder Storage(string key, long count, Action<PickleBuilder>? rest = null)
    {
        Opcodes("(").Text("storage").Global("torch", "FloatStorage").Text(key).Text("cpu").Integer(count);
        (rest ?? (builder => builder.Opcodes("N")))(this);
        return Opcodes("tQ");
    }

    /// <summary>A tensor in the oldest form: function, (storage, offset, shape, strides), call.</summary>
    public PickleBuilder Tensor(Action<PickleBuilder> storage, long offset, long[] shape, long[] strides)
    {
        Global("torch._utils", "_rebuild_tensor").Opcodes("(");
        storage(this);
        return Integer(offset).Integers(shape).Integers(strides).Opcodes("tR");
    }

    public byte[] End() => [.. _bytes, (byte)'.'];

    /// <summary>A file in PyTorch's old format around the pickle.</summary>
    public static byte[] LegacyFile(byte[] content, params (string Key, float[] Elements)[] storages)
    {
        byte[] magic = [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
        byte[] version = new PickleBuilder().Integer(1001).End();
        byte[] machine = new PickleBuilder().Opcodes("}").Text("little_endian").Raw(0x88).Opcodes("s").End();
        var keys = new PickleBuilder().Opcodes("]");
        List<byte> elements = [];
        foreach ((string key, float[] values) in storages)
        {
            keys.Text(key).Opcodes("a");
            elements.AddRange(BitConverter.GetBytes((long)values.Length));
            elements.AddRange(values.SelectMany(BitConverter.GetBytes));
        }
        return [.. magic, .. version, .. machine, .. content, .. keys.End(), .. elements];
    }
}
