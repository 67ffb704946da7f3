using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that enumerates its entries, as tuples, in the order of insertion.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> _entries = [];
    private readonly Dictionary<TKey, TValue> _values = [];

    public int Count => _entries.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => _entries.ConvertAll(entry => entry.Key);

    public ICollection<TValue> Values => _entries.ConvertAll(entry => entry.Value);

    public TValue this[TKey key]
    {
        get => _values[key];
        set
        {
            int index = IndexOf(key);
            if (index < 0)
            {
                Add(key, value);
                return;
            }
            _entries[index] = (key, value);
            _values[key] = value;
        }
    }

    public (TKey, TValue) this[int index]
    {
        get => _entries[index];
        set
        {
            _values.Remove(_entries[index].Key);
            _values.Add(value.Item1, value.Item2);
            _entries[index] = value;
        }
    }

    public IEnumerable<TKey> keys() => Keys;

    public IEnumerable<TValue> values() => Values;

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public void Add(TKey key, TValue value) => Insert(Count, (key, value));

    public void Add((TKey, TValue) item) => Insert(Count, item);

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public void Insert(int index, (TKey, TValue) item)
    {
        _values.Add(item.Item1, item.Item2);
        _entries.Insert(index, item);
    }

    public bool ContainsKey(TKey key) => _values.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    public bool Contains((TKey, TValue) item) => _entries.Contains(item);

    public bool Contains(KeyValuePair<TKey, TValue> item) => Contains((item.Key, item.Value));

    public int IndexOf((TKey, TValue) item) => _entries.IndexOf(item);

    public bool Remove(TKey key)
    {
        int index = IndexOf(key);
        if (index < 0)
        {
            return false;
        }
        RemoveAt(index);
        return true;
    }

    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index)
    {
        _values.Remove(_entries[index].Key);
        _entries.RemoveAt(index);
    }

    public void Clear()
    {
        _entries.Clear();
        _values.Clear();
    }

    public void clear() => Clear();

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach ((TKey key, TValue value) in _entries)
        {
            array[arrayIndex++] = new(key, value);
        }
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(TKey key) => _entries.FindIndex(entry => EqualityComparer<TKey>.Default.Equals(entry.Key, key));
}
