using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor of libtorch. Whoever makes one disposes of it, or has it disposed of by a scope or, late, by the finaliser.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private readonly TensorHandle _handle;

        /// <summary>Takes over one native reference, and puts the tensor under the thread's innermost dispose scope.</summary>
        internal Tensor(nint handle)
        {
            _handle = new TensorHandle(handle);
            DisposeScopeManager.Register(this);
        }

        /// <summary>Live tensors, of all threads.</summary>
        public static long TotalCount => TensorHandle.Live;

        /// <summary>The highest number of live tensors so far.</summary>
        public static long PeakCount => TensorHandle.Peak;

        public nint Handle => Live.DangerousGetHandle();

        public bool IsInvalid => _handle.IsClosed;

        public string? name { get; set; }

        internal DisposeScope? Scope { get; set; }

        private TensorHandle Live => _handle.IsClosed ? throw Disposed() : _handle;

        /// <summary>Takes over a native tensor; null where libtorch gave an undefined one.</summary>
        internal static Tensor? Of(nint handle) => handle == 0 ? null : new Tensor(handle);

        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>Gives the native tensor to the caller, and leaves this object disposed of.</summary>
        public nint DecoupleFromNativeHandle()
        {
            nint handle = Live.Release();
            Leave();
            return handle;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (!_handle.IsClosed)
            {
                _handle.Dispose();
                Leave();
            }
        }

        /// <summary>The native tensor, kept alive until <see cref="Return"/>.</summary>
        internal nint Lease()
        {
            bool leased = false;
            try
            {
                _handle.DangerousAddRef(ref leased);
            }
            catch (ObjectDisposedException)
            {
                throw Disposed();
            }
            return _handle.DangerousGetHandle();
        }

        internal void Return() => _handle.DangerousRelease();

        private static InvalidOperationException Disposed() => new("Tensor invalid -- empty handle.");

        private void Leave()
        {
            if (Scope is { } scope)
            {
                scope.MarkAsDisposed(this);
            }
            else
            {
                DisposeScopeManager.OfThread.Tensors.DisposedOutsideScope();
            }
        }
    }
}
