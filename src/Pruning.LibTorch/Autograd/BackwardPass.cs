using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The backward pass of a function written in C#, as libtorch's engine calls it.</summary>
internal sealed unsafe class BackwardPass(autograd.AutogradContext context, Func<List<Tensor>, IReadOnlyList<Tensor?>> gradients)
{
    private static readonly ConcurrentDictionary<long, BackwardPass> Passes = [];
    private static long _keys;

    [ThreadStatic]
    private static nint _error;

    /// <summary>What zero gradients are made after.</summary>
    private (long[] Shape, ScalarType Type, Device Device)[] _results = [];

    /// <summary>Makes the results those of a function of the inputs.</summary>
    internal static void Link(Tensor[] inputs, Tensor[] results, BackwardPass pass)
    {
        pass._results = [.. results.Select(result => (result.shape, result.dtype, result.device))];
        long key = Interlocked.Increment(ref _keys);
        Passes[key] = pass;
        using var from = new TensorLeases(inputs);
        using var to = new TensorLeases(results);
        fixed (nint* fromHandles = from.Handles, toHandles = to.Handles)
        {
            NativeMethods.Check(NativeMethods.pt_autograd_function(
                fromHandles, inputs.Length, toHandles, results.Length, &Run, &Release, key));
        }
    }

    [UnmanagedCallersOnly]
    private static byte* Run(long key, nint* given, int givenCount, nint* found, int foundCount)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            Passes[key].Run(new ReadOnlySpan<nint>(given, givenCount), new Span<nint>(found, foundCount));
            return null;
        }
        catch (Exception error)
        {
            // No exception may cross the native frames above: its message does.
            Marshal.FreeCoTaskMem(_error);
            _error = Marshal.StringToCoTaskMemUTF8(error.Message);
            return (byte*)_error;
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(long key)
    {
        if (Passes.TryRemove(key, out BackwardPass? pass))
        {
            pass.Release();
        }
    }

    private void Run(ReadOnlySpan<nint> given, Span<nint> found)
    {
        var outer = new List<Tensor>();
        for (int i = 0; i < given.Length; i++)
        {
            outer.Add(Tensor.Of(given[i]) ?? (context.MaterializeGrads ? Zeros(i) : null!));
        }
        IReadOnlyList<Tensor?> inner = gradients(outer);
        for (int i = 0; i < found.Length; i++)
        {
            if (inner[i] is { } gradient)
            {
                using var lease = new TensorLease(gradient);
                found[i] = NativeMethods.pt_tensor_share(lease.Handle);
            }
        }
    }

    private Tensor Zeros(int i) => zeros(_results[i].Shape, _results[i].Type, _results[i].Device);

    private void Release() => context.Dispose();
}
