using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Native;

/// <summary>Sees an operator's name, its arguments and its result, the first one of a list.</summary>
internal delegate void OperatorObserver(string name, ReadOnlySpan<Argument> arguments, Tensor result);

/// <summary>
/// Calls libtorch's operators by name through its dispatcher. Names are written as in its schemas, "aten::add.Tensor", arguments in
/// the schema's order; those left out at the end take the schema's defaults.
/// </summary>
internal static unsafe class Operator
{
    // Names are literals: comparing references is enough to find one again, and much faster than comparing letters.
    private static readonly ConcurrentDictionary<string, nint> Handles = new(ReferenceEqualityComparer.Instance);

    /// <summary>Up to this many list elements travel on the stack.</summary>
    private const int StackSlots = 128;

    /// <summary>
    /// Is told of each call of this thread that gives one tensor or a list, when it has been made: tests count what a network computes.
    /// </summary>
    [ThreadStatic]
    internal static OperatorObserver? Observer;

    /// <summary>Calls an operator with one result, a tensor.</summary>
    internal static Tensor Call(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = Invoke(name, arguments, out _);
        Tensor result = Own(results[0])!;
        Observer?.Invoke(name, arguments, result);
        return result;
    }

    /// <summary>Calls an operator whose result is its first argument, changed in place.</summary>
    internal static Tensor CallInPlace(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = Invoke(name, arguments, out _);
        NativeMethods.pt_tensor_free((nint)results[0].Bits);
        return Unsafe.As<Tensor>(arguments[0].Reference!);
    }

    /// <summary>Calls an operator with two tensors as results.</summary>
    internal static (Tensor, Tensor) Call2(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = Invoke(name, arguments, out _);
        return (Own(results[0])!, Own(results[1])!);
    }

    /// <summary>Calls an operator with three tensors as results.</summary>
    internal static (Tensor, Tensor, Tensor) Call3(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = Invoke(name, arguments, out _);
        return (Own(results[0])!, Own(results[1])!, Own(results[2])!);
    }

    /// <summary>Calls an operator whose result is a list of tensors, or several tensors.</summary>
    internal static Tensor[] CallList(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = Invoke(name, arguments, out int count);
        bool list = count == 1 && results[0].Kind == ValueKind.Tensors;
        var tensors = new Tensor[list ? results[0].Count : count];
        for (int i = 0; i < tensors.Length; i++)
        {
            nint handle = list ? ((nint*)results[0].Bits)[i] : (nint)results[i].Bits;
            tensors[i] = Tensor.Of(handle)!;
        }
        if (tensors.Length > 0)
        {
            Observer?.Invoke(name, arguments, tensors[0]);
        }
        return tensors;
    }

    /// <summary>Calls an operator without result.</summary>
    internal static void CallNothing(string name, params ReadOnlySpan<Argument> arguments) => Invoke(name, arguments, out _);

    internal static bool CallBool(string name, params ReadOnlySpan<Argument> arguments) => Invoke(name, arguments, out _)[0].Bits != 0;

    internal static long CallLong(string name, params ReadOnlySpan<Argument> arguments) => Invoke(name, arguments, out _)[0].Bits;

    internal static double CallDouble(string name, params ReadOnlySpan<Argument> arguments) =>
        BitConverter.Int64BitsToDouble(Invoke(name, arguments, out _)[0].Bits);

    /// <summary>Calls an operator whose result is a number of any type.</summary>
    internal static TorchSharp.Scalar CallScalar(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = Invoke(name, arguments, out _)[0];
        return result.Kind switch
        {
            ValueKind.Bool => result.Bits != 0,
            ValueKind.Int => result.Bits,
            ValueKind.Double => BitConverter.Int64BitsToDouble(result.Bits),
            _ => new System.Numerics.Complex(((double*)result.Bits)[0], ((double*)result.Bits)[1]),
        };
    }

    private static Tensor? Own(NativeValue result) => Tensor.Of((nint)result.Bits);

    /// <summary>The results lie in memory of the native part, until the next call on this thread.</summary>
    [SkipLocalsInit]
    private static NativeValue* Invoke(string name, ReadOnlySpan<Argument> arguments, out int resultCount)
    {
        if (!Handles.TryGetValue(name, out nint handle))
        {
            handle = Find(name);
        }

        int slots = 0;
        foreach (ref readonly Argument argument in arguments)
        {
            slots += argument.Slots;
        }
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        long* onStack = stackalloc long[StackSlots];
        long* room = slots <= StackSlots ? onStack : (long*)NativeMemory.Alloc((nuint)slots, sizeof(long));
        int leased = 0;
        NativeValue* results;
        int count;
        try
        {
            long* next = room;
            while (leased < arguments.Length)
            {
                values[leased] = Lease(in arguments[leased], ref next);
                leased++;
            }
            NativeMethods.Check(NativeMethods.pt_operator_call(handle, values, arguments.Length, &results, &count));
        }
        finally
        {
            for (int i = 0; i < leased; i++)
            {
                Return(in arguments[i]);
            }
            if (room != onStack)
            {
                NativeMemory.Free(room);
            }
        }
        resultCount = count;
        return results;
    }

    private static NativeValue Lease(in Argument argument, ref long* next)
    {
        switch (argument.Kind)
        {
            case ValueKind.Tensor:
                return new((long)Unsafe.As<Tensor>(argument.Reference!).Lease(), 1, ValueKind.Tensor);
            case ValueKind.None or ValueKind.Int or ValueKind.Double or ValueKind.Bool or ValueKind.Device:
                return new(argument.Bits, 1, argument.Kind);
            case ValueKind.Ints:
                return List<long>(argument, ref next);
            case ValueKind.Doubles:
                return List<double>(argument, ref next);
            case ValueKind.Bools:
                return List<bool>(argument, ref next);
            case ValueKind.Complex:
                {
                    var number = Unsafe.As<TorchSharp.Scalar>(argument.Reference!).Number;
                    long* place = next;
                    next += 2;
                    ((double*)place)[0] = number.Real;
                    ((double*)place)[1] = number.Imaginary;
                    return new((long)place, 2, ValueKind.Complex);
                }
            case ValueKind.String:
                {
                    // One slot of 8 bytes a character is room enough for UTF-8.
                    string text = Unsafe.As<string>(argument.Reference!);
                    long* place = next;
                    next += text.Length;
                    return new((long)place, Encoding.UTF8.GetBytes(text, new Span<byte>(place, 8 * text.Length)), ValueKind.String);
                }
            case ValueKind.Generator:
                return new(Unsafe.As<Generator>(argument.Reference!).Handle, 1, ValueKind.Generator);
            default:
                {
                    var tensors = Unsafe.As<Tensor?[]>(argument.Reference!);
                    long* place = next;
                    next += tensors.Length;
                    int leased = 0;
                    try
                    {
                        for (; leased < tensors.Length; leased++)
                        {
                            place[leased] = tensors[leased]?.Lease() ?? 0;
                        }
                    }
                    catch
                    {
                        while (--leased >= 0)
                        {
                            tensors[leased]?.Return();
                        }
                        throw;
                    }
                    return new((long)place, tensors.Length, ValueKind.Tensors);
                }
        }
    }

    private static void Return(in Argument argument)
    {
        if (argument.Kind == ValueKind.Tensor)
        {
            Unsafe.As<Tensor>(argument.Reference!).Return();
        }
        else if (argument.Kind == ValueKind.Tensors)
        {
            foreach (Tensor? tensor in Unsafe.As<Tensor?[]>(argument.Reference!))
            {
                tensor?.Return();
            }
        }
        else
        {
            GC.KeepAlive(argument.Reference);
        }
    }

    private static NativeValue List<T>(in Argument argument, ref long* next)
        where T : unmanaged
    {
        T[] elements = Unsafe.As<T[]>(argument.Reference!);
        long* place = next;
        next += elements.Length;
        elements.CopyTo(new Span<T>(place, elements.Length));
        return new((long)place, elements.Length, argument.Kind);
    }

    private static nint Find(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        nint found;
        NativeMethods.Check(NativeMethods.pt_operator_find(dot < 0 ? name : name[..dot], dot < 0 ? "" : name[(dot + 1)..], &found));
        return Handles.GetOrAdd(name, found);
    }
}
