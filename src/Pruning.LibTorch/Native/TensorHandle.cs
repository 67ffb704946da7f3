using System.Runtime.InteropServices;

namespace Pruning.LibTorch.Native;

/// <summary>
/// Owns one reference to a native tensor. Counts its users, so that a tensor disposed of during a call lives until its end.
/// </summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long _live;
    private static long _peak;

    internal TensorHandle(nint handle)
        : base(0, ownsHandle: true)
    {
        SetHandle(handle);
        long live = Interlocked.Increment(ref _live);
        if (live > Volatile.Read(ref _peak))
        {
            RaisePeak(live);
        }
    }

    /// <summary>Native tensors that .NET holds at this moment, in all threads.</summary>
    internal static long Live => Volatile.Read(ref _live);

    /// <summary>The highest number of <see cref="Live"/> tensors so far.</summary>
    internal static long Peak => Volatile.Read(ref _peak);

    public override bool IsInvalid => handle == 0;

    /// <summary>Gives the native reference away; the handle is closed afterwards.</summary>
    internal nint Release()
    {
        nint released = NativeMethods.pt_tensor_share(handle);
        Dispose();
        return released;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.pt_tensor_free(handle);
        Interlocked.Decrement(ref _live);
        return true;
    }

    private static void RaisePeak(long live)
    {
        long peak = Volatile.Read(ref _peak);
        while (live > peak)
        {
            long seen = Interlocked.CompareExchange(ref _peak, live, peak);
            if (seen == peak)
            {
                return;
            }
            peak = seen;
        }
    }
}
