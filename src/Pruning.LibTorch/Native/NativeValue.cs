using System.Runtime.InteropServices;

namespace Pruning.LibTorch.Native;

/// <summary>What an argument or a result is; the numbers are those of Kind in native/PruningTorch.cpp.</summary>
internal enum ValueKind
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Complex = 5,
    Ints = 6,
    Doubles = 7,
    Bools = 8,
    Tensors = 9,
    String = 10,
    Device = 11,
    Generator = 12,
}

/// <summary>One argument or result as the native part reads and writes it: a number, or a pointer to <c>Count</c> elements.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeValue(long Bits, int Count, ValueKind Kind);
