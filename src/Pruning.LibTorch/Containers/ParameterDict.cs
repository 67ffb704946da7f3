using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A dictionary of parameters, which are registered under their keys.</summary>
public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
{
    private readonly OrderedDict<string, Parameter> _entries = new();

    public ParameterDict()
        : base(nameof(ParameterDict))
    {
    }

    internal ParameterDict((string, Parameter)[] entries)
        : this()
    {
        foreach ((string, Parameter) entry in entries)
        {
            Add(entry);
        }
    }

    public int Count => _entries.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => _entries.Keys;

    public ICollection<Parameter> Values => _entries.Values;

    public Parameter this[string key]
    {
        get => _entries[key];
        set => _entries[key] = value;
    }

    public (string, Parameter) this[int index]
    {
        get => _entries[index];
        set => _entries[index] = value;
    }

    public IEnumerable<string> keys() => Keys;

    public IEnumerable<Parameter> values() => Values;

    public IEnumerator<(string, Parameter)> items() => GetEnumerator();

    public void Add(string key, Parameter value) => _entries.Add(key, value);

    public void Add((string, Parameter) item) => _entries.Add(item);

    public void Add(KeyValuePair<string, Parameter> item) => _entries.Add(item);

    public void Insert(int index, (string, Parameter) item) => _entries.Insert(index, item);

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => _entries.TryGetValue(key, out value);

    public bool Contains((string, Parameter) item) => _entries.Contains(item);

    public bool Contains(KeyValuePair<string, Parameter> item) => _entries.Contains(item);

    public int IndexOf((string, Parameter) item) => _entries.IndexOf(item);

    public bool Remove(string key) => _entries.Remove(key);

    public bool Remove((string, Parameter) item) => _entries.Remove(item);

    public bool Remove(KeyValuePair<string, Parameter> item) => _entries.Remove(item);

    public void RemoveAt(int index) => _entries.RemoveAt(index);

    public void Clear() => _entries.Clear();

    public void clear() => _entries.Clear();

    public void CopyTo((string, Parameter)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public IEnumerator<(string, Parameter)> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, Parameter>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse) => _entries;

    public override Parameter? get_parameter(string target) => _entries.TryGetValue(target, out Parameter? found) ? found : null;

    protected override void RegisterComponents()
    {
        // The dictionary is asked directly: what is added later is registered too.
    }
}
