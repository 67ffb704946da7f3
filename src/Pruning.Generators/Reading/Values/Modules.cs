using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading.Values;

/// <summary>An instance of a module.</summary>
internal abstract class ModuleValue(INamedTypeSymbol type, Journal journal, IOperation? site) : InstanceValue(type, journal)
{
    private readonly Place<ImmutableList<(string Name, ModuleValue Module, string Member)>> _children = new(journal, []);
    private readonly Place<ImmutableList<(string Name, StateTensor Tensor)>> _states = new(journal, []);
    private readonly Place<ImmutableDictionary<string, StateTensor>> _names = new(journal, ImmutableDictionary<string, StateTensor>.Empty);
    private readonly Place<bool> _isRegistered = new(journal, false);

    /// <summary>The module that a value is, or those that an array, a list, a dictionary or a tuple holds.</summary>
    public static IEnumerable<ModuleValue> AllIn(Value value) => value switch
    {
        ModuleValue module => [module],
        ArrayValue or ListValue or DictionaryValue => ((ISequence)value).Items.SelectMany(AllIn),
        TupleValue tuple => tuple.Items.SelectMany(AllIn),
        _ => [],
    };

    /// <summary>The name that its class passes to the base constructor; null for a layer.</summary>
    public Value? Name { get; set; }

    /// <summary>Where the source makes it.</summary>
    public IOperation? Site { get; } = site;

    /// <summary>The registered modules, with the members that hold them.</summary>
    public ImmutableList<(string Name, ModuleValue Module, string Member)> Children
    {
        get => _children.Content;
        set => _children.Content = value;
    }

    /// <summary>The parameters and buffers that the module registers itself.</summary>
    public ImmutableList<(string Name, StateTensor Tensor)> States
    {
        get => _states.Content;
        set => _states.Content = value;
    }

    /// <summary>
    /// Registers a parameter or a buffer. Under a second name it is no other: the state dict has it under the first that it does not
    /// leave out.
    /// </summary>
    public void AddState(string name, StateTensor tensor)
    {
        _names.Content = _names.Content.SetItem(name, tensor);
        int first = States.FindIndex(state => state.Tensor == tensor);
        if (first < 0)
        {
            States = States.Add((name, tensor));
        }
        else if (Transient.Contains(States[first].Name))
        {
            States = States.RemoveAt(first).Add((name, tensor));
        }
    }

    /// <summary>The parameter or buffer that is registered under a name; null if there is none.</summary>
    public StateTensor? FindState(string name) => _names.Content.TryGetValue(name, out StateTensor? tensor) ? tensor : null;

    /// <summary>The names of buffers that the state dict leaves out.</summary>
    public HashSet<string> Transient { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether <c>RegisterComponents</c> ran; it runs once.</summary>
    public bool IsRegistered
    {
        get => _isRegistered.Content;
        set => _isRegistered.Content = value;
    }
}

/// <summary>The dictionary that a module keeps its registered modules in.</summary>
internal sealed class Submodules(ModuleValue owner) : Value
{
    public ModuleValue Owner { get; } = owner;
}

/// <summary>A layer of TorchSharp.</summary>
internal sealed class LayerValue(
    INamedTypeSymbol type, string factory, EquatableArray<Argument> arguments, Journal journal, IOperation site)
    : ModuleValue(type, journal, site)
{
    public string Factory { get; } = factory;

    public EquatableArray<Argument> Arguments { get; } = arguments;

    /// <summary>What the source declares of a class of its own that is not read; null for a layer of TorchSharp.</summary>
    public Signature? Declared { get; init; }
}

/// <summary>A <c>Sequential</c>, <c>ModuleList</c> or <c>ModuleDict</c>, or a class of the user's that derives from one.</summary>
internal sealed class ContainerValue(INamedTypeSymbol type, ContainerKind kind, Journal journal, IOperation? site)
    : ModuleValue(type, journal, site), ISequence
{
    private readonly Place<ImmutableList<(string Name, Value Module)>> _entries = new(journal, []);

    public ContainerKind Kind { get; } = kind;

    public ImmutableList<(string Name, Value Module)> Entries
    {
        get => _entries.Content;
        set => _entries.Content = value;
    }

    public IEnumerable<Value> Items => Kind == ContainerKind.Dictionary
        ? Entries.Select(entry => (Value)new TupleValue([Constant.Of(entry.Name), entry.Module]))
        : Entries.Select(entry => entry.Module);
}

/// <summary>The containers of TorchSharp.</summary>
internal enum ContainerKind
{
    /// <summary>A chain, which can be run.</summary>
    Sequential,

    /// <summary>A list, whose names are positions.</summary>
    List,

    /// <summary>A dictionary.</summary>
    Dictionary,
}

/// <summary>An instance of a module class that the source declares.</summary>
internal sealed class ClassModuleValue(INamedTypeSymbol type, Journal journal, IOperation? site) : ModuleValue(type, journal, site);
