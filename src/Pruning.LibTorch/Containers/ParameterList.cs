using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list of parameters, which are registered under their indices.</summary>
public class ParameterList : nn.Module, IList<Parameter>
{
    private readonly List<Parameter> _list = [];

    public ParameterList(params Parameter[] parameters)
        : base(nameof(ParameterList))
    {
        _list.AddRange(parameters);
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public Parameter this[int index]
    {
        get => _list[index];
        set => _list[index] = value;
    }

    public void Add(Parameter item) => _list.Add(item);

    public void append(params Parameter[] parameters) => _list.AddRange(parameters);

    public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);

    public void Insert(int index, Parameter item) => _list.Insert(index, item);

    public bool Remove(Parameter item) => _list.Remove(item);

    public void RemoveAt(int index) => _list.RemoveAt(index);

    public void Clear() => _list.Clear();

    public bool Contains(Parameter item) => _list.Contains(item);

    public int IndexOf(Parameter item) => _list.IndexOf(item);

    public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
        _list.Index().Select(entry => ($"{entry.Index}", entry.Item));

    public override Parameter? get_parameter(string target) =>
        int.TryParse(target, out int index) && index >= 0 && index < Count ? _list[index] : null;

    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
        // The list is asked directly: what is added later is registered too.
    }
}
