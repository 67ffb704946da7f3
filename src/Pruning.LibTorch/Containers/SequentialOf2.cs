using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules of any kind in order; a derived class says in <c>forward</c> how they are chained.</summary>
public abstract class Sequential<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    private readonly ModuleSequence<nn.Module> _modules = new();

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach ((string name, nn.Module module) in modules)
        {
            Add(name, module);
        }
    }

    protected Sequential(params nn.Module[] modules)
        : base(nameof(Sequential))
    {
        foreach (nn.Module module in modules)
        {
            Add(module);
        }
    }

    public int Count => _modules.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => _modules[index];

    public Sequential<T1, T2, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    public Sequential<T1, T2, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => _modules.Named;

    protected void Add(nn.Module module) => _modules.Add(module);

    protected void Add(string name, nn.Module sm) => _modules.Add(name, sm);
}
