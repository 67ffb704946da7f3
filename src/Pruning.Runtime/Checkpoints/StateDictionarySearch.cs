namespace Pruning;

/// <summary>
/// Finds the dictionary of tensors in an unpickled checkpoint: the whole of it, or one that is nested, because training
/// scripts put it beside the epoch, the optimizer and the like, under names of their own.
/// </summary>
internal static class StateDictionarySearch
{
    private const int Deepest = 8;
    private const int MostNamed = 8;
    // A pickle can mention one huge string many times at no cost; here each mention would cost its length.
    private const int LongestName = 1024;

    public static IReadOnlyList<TensorEntry> Find(string path, object? root, string? key)
    {
        List<(string Path, PythonDictionary Dictionary)> candidates = Candidates(root);
        if (key is not null)
        {
            return candidates.Find(candidate => candidate.Path == key) is { Dictionary: { } chosen }
                ? Entries(chosen)
                : throw new CheckpointException(path, $"there is no dictionary of tensors under '{key}'; "
                    + (candidates.Count == 0 ? "there is none at all" : $"there is one under {Names(candidates)}"));
        }
        return candidates switch
        {
            [var only] => Entries(only.Dictionary),
            [] => throw new CheckpointException(path, $"the file holds no dictionary of tensors: it holds {Contents(root)}"),
            _ => throw new CheckpointException(path, $"the file holds several dictionaries of tensors, under {Names(candidates)}; "
                + $"choose one, for example new CheckpointOptions {{ Key = \"{candidates[0].Path}\" }}"),
        };
    }

    /// <summary>
    /// Breadth first, through string keys: an optimizer's tensors are under numbers. Each dictionary is seen once, so that
    /// neither cycles nor a dictionary that contains another many times over cost anything.
    /// </summary>
    private static List<(string Path, PythonDictionary Dictionary)> Candidates(object? root)
    {
        List<(string, PythonDictionary)> found = [];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<(string[] Path, object? Value)>([([], root)]);
        while (waiting.TryDequeue(out (string[] Path, object? Value) next))
        {
            if (next.Value is not PythonDictionary dictionary || !seen.Add(dictionary))
            {
                continue;
            }
            if (dictionary.Count > 0
                && dictionary.TrueForAll(pair => pair is { Key: string { Length: <= LongestName }, Value: StoredTensor }))
            {
                found.Add((string.Join('.', next.Path), dictionary));
            }
            else if (next.Path.Length < Deepest)
            {
                foreach ((object? key, object? value) in dictionary)
                {
                    if (key is string { Length: <= LongestName } name && value is PythonDictionary)
                    {
                        waiting.Enqueue(([.. next.Path, name], value));
                    }
                }
            }
        }
        return found;
    }

    /// <summary>A name that was set twice has its first place and its last value, as in Python.</summary>
    private static TensorEntry[] Entries(PythonDictionary dictionary)
    {
        var tensors = new OrderedDictionary<string, StoredTensor>();
        foreach ((object? key, object? value) in dictionary)
        {
            tensors[(string)key!] = (StoredTensor)value!;
        }
        return [.. tensors.Select(pair => new TensorEntry(pair.Key, pair.Value))];
    }

    private static string Names(List<(string Path, PythonDictionary Dictionary)> candidates) =>
        Shortened(candidates.ConvertAll(candidate => $"'{candidate.Path}' ({candidate.Dictionary.Count} tensors)"));

    private static string Contents(object? root) => root is PythonDictionary { Count: > 0 } dictionary
        ? "a dictionary of " + Shortened(dictionary.ConvertAll(pair =>
            $"{(pair.Key is string name ? $"'{name}'" : PythonObject.Describe(pair.Key))} ({PythonObject.Describe(pair.Value)})"))
        : PythonObject.Describe(root);

    private static string Shortened(List<string> names) => names.Count <= MostNamed
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more";
}
