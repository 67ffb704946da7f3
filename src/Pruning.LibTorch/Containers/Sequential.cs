using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Modules in a chain: each one's output is the next one's input. The chain owns its modules, and disposes of what flows between them.
/// </summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly ModuleSequence<nn.IModule<Tensor, Tensor>> _modules = new();

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach ((string name, nn.Module<Tensor, Tensor> module) in modules)
        {
            _modules.Add(name, module);
        }
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : this()
    {
        foreach (nn.Module<Tensor, Tensor> module in modules)
        {
            _modules.Add(module);
        }
    }

    internal Sequential()
        : base(nameof(Sequential))
    {
    }

    public int Count => _modules.Count;

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>A chain of some of the modules, which it shares with this one.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index]
    {
        get
        {
            var slice = new Sequential();
            foreach ((string name, nn.IModule<Tensor, Tensor> module) in _modules.Slice(index.start ?? 0, index.end ?? Count))
            {
                slice.append(name, module);
            }
            return slice;
        }
    }

    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential append(nn.IModule<Tensor, Tensor> module)
    {
        _modules.Add(module);
        return this;
    }

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        _modules.Add(name, module);
        return this;
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => _modules.Named;

    public override Tensor forward(Tensor tensor)
    {
        if (Count == 0)
        {
            return tensor.alias();
        }
        Tensor current = _modules[0].call(tensor);
        for (int i = 1; i < Count; i++)
        {
            Tensor next = _modules[i].call(current);
            current.Dispose();
            current = next;
        }
        return current;
    }
}
