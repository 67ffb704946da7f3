using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The named modules of a sequential container, in order.</summary>
internal sealed class ModuleSequence<T>
    where T : class
{
    private readonly List<(string Name, T Module)> _entries = [];

    public int Count => _entries.Count;

    public T this[int index] => _entries[index].Module;

    public IEnumerable<(string, nn.Module)> Named => _entries.Select(entry => (entry.Name, (nn.Module)(object)entry.Module));

    public void Add(string name, T module) => _entries.Add((name, module));

    public void Add(T module) => Add(Count.ToString(), module);

    /// <summary>The entries in [start, end), which keep their names.</summary>
    public IEnumerable<(string Name, T Module)> Slice(int start, int end)
    {
        if (start < 0 || start > Count)
        {
            throw new IndexOutOfRangeException($"{start} is not a valid index.");
        }
        if (end < 0 || end > Count)
        {
            throw new IndexOutOfRangeException($"{end} is not a valid index.");
        }
        return _entries.Skip(start).Take(end - start);
    }
}
