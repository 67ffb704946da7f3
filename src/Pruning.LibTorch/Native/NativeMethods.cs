using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Pruning.LibTorch.Native;

/// <summary>The functions of native/PruningTorch.cpp. Those that return a <c>byte*</c> return the message of an error, or null.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "PruningTorch";

    // The resolver is asked once for each function, but the library and its threads are set up once.
    private static readonly Lazy<nint> Loaded = new(Load);

    static NativeMethods() => System.Runtime.InteropServices.NativeLibrary.SetDllImportResolver(
        typeof(NativeMethods).Assembly, (name, _, _) => name == Library ? Loaded.Value : 0);

    private static nint Load()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "libPruningTorch.so");
        if (!File.Exists(file))
        {
            throw new DllNotFoundException(
                $"The native part of the torch provider is missing: '{file}'. Run ./eng/setup.sh in the repository, then build again.");
        }
        ProcessSettings.Apply();
        nint library = NativeLibrary.Load(file);
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
        {
            // A distribution's libtorch may start with a single intra-op thread.
            var setThreads = (delegate* unmanaged<int, byte*>)NativeLibrary.GetExport(library, nameof(pt_set_threads));
            Check(setThreads(Environment.ProcessorCount));
        }
        return library;
    }

    /// <summary>Turns a native error into an exception.</summary>
    internal static void Check(byte* error)
    {
        if (error != null)
        {
            Throw(error);
        }
    }

    private static void Throw(byte* error) => throw new ExternalException(Marshal.PtrToStringUTF8((nint)error));

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* pt_operator_find(string name, string overload, nint* found);

    [LibraryImport(Library)]
    internal static partial byte* pt_operator_call(nint op, NativeValue* arguments, int count, NativeValue** results, int* resultCount);

    [LibraryImport(Library)]
    internal static partial void pt_tensor_free(nint handle);

    [LibraryImport(Library)]
    internal static partial nint pt_tensor_share(nint handle);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_copy_of(void* data, long* sizes, long dims, int type, nint* made);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long pt_tensor_dim(nint handle);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long pt_tensor_numel(nint handle);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int pt_tensor_type(nint handle);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long pt_tensor_item_size(nint handle);

    [LibraryImport(Library)]
    internal static partial int pt_tensor_is_contiguous(nint handle);

    [LibraryImport(Library)]
    internal static partial int pt_tensor_requires_grad(nint handle);

    [LibraryImport(Library)]
    internal static partial long pt_tensor_device(nint handle);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_sizes(nint handle, long** sizes);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_strides(nint handle, long** strides);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_storage_offset(nint handle, long* offset);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_data(nint handle, void** data);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_set_requires_grad(nint handle, int on);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_retain_grad(nint handle);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_is_leaf(nint handle, int* leaf);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_grad(nint handle, nint* gradient);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_set_grad(nint handle, nint gradient);

    [LibraryImport(Library)]
    internal static partial byte* pt_tensor_set_data(nint handle, nint data);

    [LibraryImport(Library)]
    internal static partial byte* pt_autograd_backward(
        nint* tensors, long count, nint* gradients, long gradientCount, int retainGraph, int createGraph, nint* inputs, long inputCount);

    [LibraryImport(Library)]
    internal static partial byte* pt_autograd_grad(
        nint* outputs, long count, nint* inputs, long inputCount, nint* gradients, long gradientCount, int retainGraph, int createGraph,
        int allowUnused, nint* results);

    [LibraryImport(Library)]
    internal static partial byte* pt_autograd_function(
        nint* inputs, int inputCount, nint* outputs, int outputCount,
        delegate* unmanaged<long, nint*, int, nint*, int, byte*> backward, delegate* unmanaged<long, void> release, long key);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int pt_grad_mode();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void pt_set_grad_mode(int on);

    [LibraryImport(Library)]
    internal static partial int pt_inference_mode();

    [LibraryImport(Library)]
    internal static partial nint pt_inference_mode_enter(int on);

    [LibraryImport(Library)]
    internal static partial void pt_inference_mode_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial nint pt_generator_default();

    [LibraryImport(Library)]
    internal static partial byte* pt_generator_new(ulong seed, nint* made);

    [LibraryImport(Library)]
    internal static partial void pt_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial byte* pt_generator_set_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial byte* pt_generator_initial_seed(nint generator, ulong* seed);

    [LibraryImport(Library)]
    internal static partial byte* pt_generator_seed(nint generator, ulong* seed);

    [LibraryImport(Library)]
    internal static partial byte* pt_generator_state(nint generator, nint* state);

    [LibraryImport(Library)]
    internal static partial byte* pt_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial byte* pt_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int pt_threads();

    [LibraryImport(Library)]
    internal static partial int pt_interop_threads();

    [LibraryImport(Library)]
    internal static partial byte* pt_set_threads(int count);

    [LibraryImport(Library)]
    internal static partial byte* pt_set_interop_threads(int count);
}
