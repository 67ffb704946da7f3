using System.Numerics;

namespace Pruning;

// What a pickle may hold here: null, bool, long, BigInteger, double, string, byte[], object?[] (a tuple), List<object?>,
// and the types below.

/// <summary>A Python dictionary: its pairs in the order in which they were set.</summary>
internal sealed class PythonDictionary : List<KeyValuePair<object?, object?>>
{
    /// <summary>The value of a string key; null where there is none. A key that was set twice has its last value, as in Python.</summary>
    public object? Find(string key) => FindLast(pair => pair.Key is string name && name == key).Value;
}

/// <summary>A function, type or constant of Python's that a pickle names.</summary>
/// <param name="Name">With its module.</param>
/// <param name="Call">What calling it means here; null if it cannot be called.</param>
internal sealed record PickleGlobal(string Name, Func<PickleArguments, object?>? Call);

/// <summary>The class of a storage, such as <c>torch.FloatStorage</c>.</summary>
internal sealed record StorageClass(ElementType Type);

/// <summary>What a pickle sees of a storage: all of it, but in files older than PyTorch 0.4 possibly a part.</summary>
internal sealed record StorageView(Storage Storage, long First, long Count);

/// <summary>Names Python objects in messages.</summary>
internal static class PythonObject
{
    public static string Describe(object? value) => value switch
    {
        null => "None",
        bool => "a bool",
        long or BigInteger => "an integer",
        double => "a float",
        string => "a string",
        byte[] => "bytes",
        object?[] => "a tuple",
        List<object?> => "a list",
        PythonDictionary => "a dictionary",
        StoredTensor => "a tensor",
        StorageView => "a storage",
        StorageClass => "a storage class",
        PickleGlobal global => global.Name,
        _ => value.GetType().Name,
    };
}
