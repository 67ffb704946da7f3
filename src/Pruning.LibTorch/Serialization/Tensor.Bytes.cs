using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // Spans are limited to 2 GiB.
        private const int ChunkSize = 1 << 20;

        /// <summary>The memory of a contiguous tensor on the CPU; valid as long as the tensor is.</summary>
        public Span<byte> bytes
        {
            get
            {
                using var lease = new TensorLease(this);
                return Memory(lease, 0, checked((int)(numel() * element_size())));
            }

            set
            {
                long size = numel() * element_size();
                if (value.Length != size)
                {
                    throw new ArgumentException($"The tensor holds {size} bytes, not {value.Length}.", nameof(value));
                }
                value.CopyTo(bytes);
            }
        }

        /// <summary>Writes the elements in row-major order, as they lie in memory.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using Tensor plain = Contiguous();
            using var lease = new TensorLease(plain);
            long size = numel() * element_size();
            for (long offset = 0; offset < size; offset += ChunkSize)
            {
                stream.Write(Memory(lease, offset, (int)Math.Min(ChunkSize, size - offset)));
            }
        }

        /// <summary>Fills the tensor with elements in row-major order.</summary>
        /// <exception cref="EndOfStreamException">The stream ends too early; the tensor is then filled in part.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            using var _ = no_grad();
            using Tensor plain = Contiguous();
            using (var lease = new TensorLease(plain))
            {
                long size = numel() * element_size();
                for (long offset = 0; offset < size; offset += ChunkSize)
                {
                    Span<byte> chunk = Memory(lease, offset, (int)Math.Min(ChunkSize, size - offset));
                    int read = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
                    if (read < chunk.Length)
                    {
                        throw new EndOfStreamException(
                            $"The file ends {size - offset - read} bytes before the end of a tensor of {size} bytes.");
                    }
                }
            }
            if (!is_contiguous() || device_type != DeviceType.CPU)
            {
                copy_(plain);
            }
        }

        /// <summary>Saves the tensor in TorchSharp's format.</summary>
        public void save(string location) => TensorExtensionMethods.Save(this, location);

        /// <summary>A tensor on the CPU with the same elements in row-major order: this one's memory where that is such.</summary>
        private Tensor Contiguous()
        {
            using Tensor detached = detach();
            using Tensor here = detached.cpu();
            return here.contiguous().alias();
        }

        private unsafe Span<byte> Memory(TensorLease lease, long offset, int size)
        {
            void* first;
            NativeMethods.Check(NativeMethods.pt_tensor_data(lease.Handle, &first));
            return new((byte*)first + offset, size);
        }
    }
}
