using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            if (device is not null && device.type != DeviceType.CPU)
            {
                throw new ArgumentException($"This build of libtorch has no random generator for the device '{device}'.", nameof(device));
            }
            nint made;
            NativeMethods.Check(NativeMethods.pt_generator_new(seed, &made));
            _handle = made;
        }

        private Generator(nint handle) => _handle = handle;

        ~Generator() => Dispose(false);

        /// <summary>The generator that operators take when none is given.</summary>
        public static Generator Default { get; } = new(NativeMethods.pt_generator_default());

        public Device device => CPU;

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public unsafe Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.pt_generator_set_seed(Handle, (ulong)seed));
            return this;
        }

        public unsafe long initial_seed()
        {
            ulong seed;
            NativeMethods.Check(NativeMethods.pt_generator_initial_seed(Handle, &seed));
            return (long)seed;
        }

        public unsafe long seed()
        {
            ulong seed;
            NativeMethods.Check(NativeMethods.pt_generator_seed(Handle, &seed));
            return (long)seed;
        }

        public unsafe Tensor get_state()
        {
            nint state;
            NativeMethods.Check(NativeMethods.pt_generator_state(Handle, &state));
            return new Tensor(state);
        }

        public unsafe void set_state(Tensor value)
        {
            nint state = value.Lease();
            try
            {
                NativeMethods.Check(NativeMethods.pt_generator_set_state(Handle, state));
            }
            finally
            {
                value.Return();
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.pt_generator_free(handle);
            }
        }
    }
}
