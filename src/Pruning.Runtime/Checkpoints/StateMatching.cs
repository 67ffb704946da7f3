using static TorchSharp.torch;

namespace Pruning;

/// <summary>A parameter or buffer of a module and the stored tensor that it receives.</summary>
internal sealed record Assignment(Tensor Target, StoredTensor Stored);

/// <summary>Decides which stored tensor goes where, or says in what the file and the module differ.</summary>
internal static class StateMatching
{
    /// <summary>Counts batches for batch norms without a momentum; PyTorch did not save it before 0.4.1.</summary>
    private const string BatchCount = "num_batches_tracked";

    public static IReadOnlyList<Assignment> Match(nn.Module module, CheckpointSource source)
    {
        Dictionary<string, Tensor> targets = module.state_dict();
        Dictionary<string, StoredTensor> stored = WithoutPrefix(source.Entries, targets);

        string[] missing = [.. targets.Keys.Where(name => !stored.ContainsKey(name) && name.Split('.')[^1] != BatchCount)];
        string[] unexpected = [.. stored.Keys.Where(name => !targets.ContainsKey(name))];
        string[] common = [.. targets.Keys.Where(stored.ContainsKey)];
        string[] misshaped = [.. common.Where(name => !stored[name].Shape.SequenceEqual(targets[name].shape))];
        string[] unconvertible = [.. common.Where(name => !stored[name].Storage.Type.ConvertsTo(TypeOf(targets[name])))];

        List<string> differences = [];
        void Report(string[] names, string what, Func<string, string> describe)
        {
            if (names.Length > 0)
            {
                differences.Add($"{names.Length} {what} (first: {describe(names[0])})");
            }
        }
        Report(missing, "missing", name => $"'{name}' of shape {Format(targets[name].shape)}");
        Report(unexpected, "unexpected", name => $"'{name}' of shape {Format(stored[name].Shape)}");
        Report(misshaped, "of another shape",
            name => $"'{name}' is {Format(stored[name].Shape)} in the file and {Format(targets[name].shape)} in the module");
        Report(unconvertible, "of a type that would not survive conversion",
            name => $"'{name}' is {stored[name].Storage.Type.Name} in the file and {TypeOf(targets[name]).Name} in the module");
        return differences.Count == 0
            ? [.. common.Select(name => new Assignment(targets[name], stored[name]))]
            : throw new CheckpointException(source.Path, $"the checkpoint is not one of {module.GetName()}: of its {stored.Count} entries "
                + $"and the module's {targets.Count}, {string.Join("; ", differences)}. Nothing was loaded");
    }

    /// <summary>
    /// Takes off what wrappers such as DataParallel put before every name, but only if the module has no such names itself and the
    /// result fits it better.
    /// </summary>
    private static Dictionary<string, StoredTensor> WithoutPrefix(IReadOnlyList<TensorEntry> entries, Dictionary<string, Tensor> targets)
    {
        int length = 0;
        while (CommonPrefix(entries, length) is { } prefix && !targets.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            length += prefix.Length;
        }
        bool fits = entries.Any(entry => targets.ContainsKey(entry.Name[length..]));
        return entries.ToDictionary(entry => fits ? entry.Name[length..] : entry.Name, entry => entry.Tensor);
    }

    /// <summary>The part up to the next dot, after <paramref name="start"/> characters, if all names have the same; else null.</summary>
    private static string? CommonPrefix(IReadOnlyList<TensorEntry> entries, int start)
    {
        int dot = entries.Count == 0 ? -1 : entries[0].Name.IndexOf('.', start);
        if (dot < 0)
        {
            return null;
        }
        string whole = entries[0].Name[..(dot + 1)];
        return entries.All(entry => entry.Name.StartsWith(whole, StringComparison.Ordinal)) ? whole[start..] : null;
    }

    private static ElementType TypeOf(Tensor tensor) => ElementType.Of(tensor.dtype)
        ?? throw new NotSupportedException($"tensors of type {tensor.dtype} cannot be loaded from checkpoints");

    private static string Format(long[] shape) => $"({string.Join(", ", shape)})";
}
