using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The only names of Python's that a pickle may use here. Each is data: none reaches code, files or the network.
/// </summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, object> Known = new()
    {
        ["collections.OrderedDict"] = Function("collections.OrderedDict", OrderedDictionary),
        ["builtins.set"] = Function("builtins.set", arguments => arguments.Expect(1, 1).Get<List<object?>>(0, "a list")),
        ["__builtin__.set"] = Function("__builtin__.set", arguments => arguments.Expect(1, 1).Get<List<object?>>(0, "a list")),
        ["torch.Size"] = Function("torch.Size", arguments => arguments.Expect(1, 1).Get<object?[]>(0, "a tuple")),
        ["torch.device"] = Function("torch.device", arguments => arguments.Expect(1, 2).Get<string>(0, "a string")),
        ["torch._utils._rebuild_tensor"] = Function("torch._utils._rebuild_tensor", arguments => Tensor(arguments.Expect(4, 4))),
        ["torch._utils._rebuild_tensor_v2"] = Function("torch._utils._rebuild_tensor_v2", arguments => Tensor(arguments.Expect(6, 7))),
        ["torch._utils._rebuild_parameter"] =
            Function("torch._utils._rebuild_parameter", arguments => arguments.Expect(3, 3).Get<StoredTensor>(0, "a tensor")),
        ["torch.storage.UntypedStorage"] = new StorageClass(ElementType.Of(ScalarType.Byte)!),
    };

    static PickleGlobals()
    {
        foreach ((string name, ScalarType type) in (ReadOnlySpan<(string, ScalarType)>)
        [
            ("Byte", ScalarType.Byte), ("Char", ScalarType.Int8), ("Short", ScalarType.Int16), ("Int", ScalarType.Int32),
            ("Long", ScalarType.Int64), ("Bool", ScalarType.Bool), ("Half", ScalarType.Float16), ("BFloat16", ScalarType.BFloat16),
            ("Float", ScalarType.Float32), ("Double", ScalarType.Float64), ("ComplexFloat", ScalarType.ComplexFloat32),
            ("ComplexDouble", ScalarType.ComplexFloat64),
        ])
        {
            var storage = new StorageClass(ElementType.Of(type)!);
            Known[$"torch.{name}Storage"] = storage;
            Known[$"torch.cuda.{name}Storage"] = storage;
        }
        // The names of element types occur as values, for example in what an optimizer saved.
        foreach (string name in (ReadOnlySpan<string>)
        [
            "uint8", "int8", "int16", "int32", "int64", "bool", "float16", "bfloat16", "float32", "float64", "complex64", "complex128",
        ])
        {
            Known[$"torch.{name}"] = new PickleGlobal($"torch.{name}", Call: null);
        }
    }

    public static object? Find(string name) => Known.GetValueOrDefault(name);

    private static PickleGlobal Function(string name, Func<PickleArguments, object?> call) => new(name, call);

    /// <summary>Python 3 creates the dictionary empty and sets its items; Python 2 passes a list of pairs.</summary>
    private static PythonDictionary OrderedDictionary(PickleArguments arguments)
    {
        var dictionary = new PythonDictionary();
        if (arguments.Expect(0, 1).Count == 0)
        {
            return dictionary;
        }
        List<object?> items = arguments.Get<List<object?>>(0, "a list of pairs");
        arguments.Spend(items.Count);
        foreach (object? item in items)
        {
            dictionary.Add(item switch
            {
                List<object?> { Count: 2 } pair => new(pair[0], pair[1]),
                object?[] { Length: 2 } pair => new(pair[0], pair[1]),
                _ => throw arguments.Failure($"an item of collections.OrderedDict is {PythonObject.Describe(item)}, expected a pair"),
            });
        }
        return dictionary;
    }

    /// <summary>Storage, offset, size, stride; then, in version 2, what only autograd needs.</summary>
    private static StoredTensor Tensor(PickleArguments arguments)
    {
        StorageView view = arguments.Get<StorageView>(0, "a storage");
        return StoredTensor.View(
            view.Storage,
            view.First,
            view.Count,
            arguments.Get<long>(1, "an integer"),
            arguments.Integers(2, "a tuple of integers"),
            arguments.Integers(3, "a tuple of integers"),
            arguments.Failure);
    }
}
