using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// TorchSharp's format of a tensor: element type, number of dimensions and sizes as LEB128 counts, then the elements in row-major
/// order, little-endian.
/// </summary>
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        long[] shape = tensor.shape;
        writer.WriteCount((long)tensor.dtype);
        writer.WriteCount(shape.Length);
        foreach (long size in shape)
        {
            writer.WriteCount(size);
        }
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using FileStream stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Fills a tensor, or with <paramref name="skip"/> only reads on to the end of the saved one.</summary>
    /// <exception cref="ArgumentException">The saved tensor has another element type or shape.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        Header header = Header.Read(reader);
        if (header.Type != tensor.dtype)
        {
            throw new ArgumentException(
                $"Mismatched tensor data types while loading: {header.Type} was saved, {tensor.dtype} is expected.");
        }
        if (skip)
        {
            header.Skip(reader);
            return;
        }
        header.RequireShape(tensor);
        tensor.ReadBytesFromStream(reader.BaseStream);
    }

    /// <summary>A new tensor, which with <paramref name="skip"/> is zero.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? loaded = null;
        Load(ref loaded, reader, skip);
        return loaded!;
    }

    /// <summary>Fills a tensor, which is made where there is none.</summary>
    /// <exception cref="ArgumentException">The saved tensor has another shape.</exception>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null)
        {
            tensor.Load(reader, skip);
            return;
        }
        Header header = Header.Read(reader);
        if (skip)
        {
            header.Skip(reader);
            tensor = torch.zeros(header.Shape, dtype: header.Type);
            return;
        }
        header.RequireRoom(reader.BaseStream);
        Tensor made = torch.empty(header.Shape, dtype: header.Type);
        made.ReadBytesFromStream(reader.BaseStream);
        tensor = made;
    }

    private sealed record Header(ScalarType Type, long[] Shape)
    {
        private const int MostDimensions = 64;

        private long Size => checked(Shape.Aggregate(1L, (product, size) => checked(product * size)) * Type.ElementSize());

        public static Header Read(BinaryReader reader)
        {
            long type = reader.ReadCount();
            if (type > sbyte.MaxValue || !Enum.IsDefined((ScalarType)type))
            {
                throw new InvalidDataException($"{type} is no element type.");
            }
            long dimensions = reader.ReadCount();
            if (dimensions > MostDimensions)
            {
                throw new InvalidDataException($"A tensor cannot have {dimensions} dimensions.");
            }
            var shape = new long[dimensions];
            for (int i = 0; i < shape.Length; i++)
            {
                shape[i] = reader.ReadCount();
            }
            return new((ScalarType)type, shape);
        }

        public void RequireShape(Tensor tensor)
        {
            if (!Shape.SequenceEqual(tensor.shape))
            {
                throw new ArgumentException(
                    $"Mismatched tensor shape while loading: ({string.Join(", ", Shape)}) was saved, "
                    + $"({string.Join(", ", tensor.shape)}) is expected.");
            }
        }

        /// <summary>Refuses a tensor that is larger than what is left of the file, before memory is taken for it.</summary>
        public void RequireRoom(Stream stream)
        {
            if (stream.CanSeek && Size > stream.Length - stream.Position)
            {
                throw new EndOfStreamException(
                    $"A tensor of {Size} bytes begins at offset {stream.Position}, but the file ends after {stream.Length} bytes.");
            }
        }

        public void Skip(BinaryReader reader)
        {
            RequireRoom(reader.BaseStream);
            if (reader.BaseStream.CanSeek)
            {
                reader.BaseStream.Seek(Size, SeekOrigin.Current);
                return;
            }
            using Tensor unwanted = torch.empty(Shape, dtype: Type);
            unwanted.ReadBytesFromStream(reader.BaseStream);
        }
    }
}
