using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>The modules of a constructed model, numbered in the order of registration, as nodes of the network.</summary>
internal sealed class ModuleTree
{
    private const string PlainModule = "global::TorchSharp.torch.nn.Module";

    private readonly Interpreter _interpreter;
    private readonly List<ModuleValue> _modules = [];
    private readonly List<string> _paths = [];
    private readonly List<ModuleNode> _nodes = [];
    private readonly Dictionary<ModuleValue, int> _numbers = [];
    private readonly Dictionary<int, int> _furtherInputs = [];

    private readonly IMethodSymbol _entry;
    private readonly IReadOnlyList<int> _inputCounts;

    /// <summary>The modules of a model whose root runs an entry method.</summary>
    /// <param name="interpreter">What has constructed the model.</param>
    /// <param name="root">The model.</param>
    /// <param name="entry">The method.</param>
    /// <param name="inputCounts">How many inputs each of the method's parameters takes.</param>
    public ModuleTree(Interpreter interpreter, ModuleValue root, IMethodSymbol entry, IReadOnlyList<int> inputCounts)
    {
        _interpreter = interpreter;
        _entry = entry;
        _inputCounts = inputCounts;
        Add(root, "");
        _nodes.AddRange(_modules.Select((module, i) => NodeOf(module, _paths[i])));
    }

    /// <summary>The modules by number.</summary>
    public IReadOnlyList<ModuleValue> Modules => _modules;

    /// <summary>The nodes by number.</summary>
    public IReadOnlyList<ModuleNode> Nodes => _nodes;

    /// <summary>A module's number; null for one that nothing registers.</summary>
    public int? NumberOf(ModuleValue module) => _numbers.TryGetValue(module, out int number) ? number : null;

    /// <summary>Gives a number to a module that nothing registers, and to those in it.</summary>
    public int AddUnregistered(ModuleValue module)
    {
        int first = _modules.Count;
        Add(module, "");
        for (int i = first; i < _modules.Count; i++)
        {
            _nodes.Add(NodeOf(_modules[i], _paths[i]));
        }

        return first;
    }

    /// <summary>
    /// Gives a module of the user's class a base class that takes so many tensors more; false if it was run with another number before.
    /// </summary>
    public bool GiveFurtherInputs(int module, int count)
    {
        if (_furtherInputs.TryGetValue(module, out int known))
        {
            return known == count;
        }

        _furtherInputs.Add(module, count);
        if (count > 0)
        {
            var node = (ClassNode)_nodes[module];
            if (GenericBase(_modules[module].Type) is not { } baseType)
            {
                return false;
            }

            List<string> types = [.. baseType.TypeArguments.Select(Interpreter.FullName)];
            types.InsertRange(types.Count - 1, Enumerable.Repeat(Interpreter.TensorType, count));
            _nodes[module] = node with { BaseType = $"{PlainModule}<{string.Join(", ", types)}>" };
        }

        return true;
    }

    /// <summary>Gives a layer that is made of others the base class for so many tensors in and out.</summary>
    public void GiveSignature(CompositeValue layer, int inputs, int outputs)
    {
        const string Tensor = Interpreter.TensorType;
        string result = outputs == 1 ? Tensor : $"({string.Join(", ", Enumerable.Repeat(Tensor, outputs))})";
        int number = _numbers[layer];
        _nodes[number] = (ClassNode)_nodes[number] with
        {
            BaseType = $"{PlainModule}<{string.Join(", ", Enumerable.Repeat(Tensor, inputs).Append(result))}>",
        };
    }

    /// <summary>The generic module class of TorchSharp that a class derives from; null if it derives from none.</summary>
    public static INamedTypeSymbol? GenericBase(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Module", IsGenericType: true } && !Sources.Has(current))
            {
                return current;
            }
        }

        return null;
    }

    /// <summary>The numbers of a module and of all modules in it.</summary>
    public IEnumerable<int> ModulesIn(int module) => (_nodes[module] switch
    {
        ClassNode node => node.Children,
        ContainerNode node => node.Children,
        _ => EquatableArray<Child>.Empty,
    }).SelectMany(child => ModulesIn(child.Module)).Prepend(module);

    /// <summary>The layers that are reached from the root by several ways.</summary>
    public IEnumerable<int> LayersInSeveralPlaces() => ModulesIn(0)
        .Where(module => _nodes[module] is LayerNode)
        .GroupBy(module => module)
        .Where(places => places.Skip(1).Any())
        .Select(places => places.Key);

    /// <summary>The member of a user's class that holds a module, itself or through containers; null where there is none.</summary>
    public ISymbol? HolderOf(int module)
    {
        for (int parent = 0; parent < _nodes.Count; parent++)
        {
            EquatableArray<Child> children = _nodes[parent] switch
            {
                ClassNode node => node.Children,
                ContainerNode node => node.Children,
                _ => EquatableArray<Child>.Empty,
            };
            if (children.FirstOrDefault(child => child.Module == module) is { } found)
            {
                return _nodes[parent] is ContainerNode ? HolderOf(parent) : MemberOf(_modules[parent].Type, found.Member);
            }
        }

        return null;
    }

    private static ISymbol? MemberOf(INamedTypeSymbol type, string name) => Sources.ClassesOf(type)
        .SelectMany(declared => declared.OriginalDefinition.GetMembers(name))
        .FirstOrDefault(member => member is IFieldSymbol or IPropertySymbol);

    /// <summary>Whether a parameter of a type is a tensor or holds some.</summary>
    public static bool CarriesTensors(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => CarriesTensors(array.ElementType),
        INamedTypeSymbol { Name: "Tensor" or "Parameter" } => true,
        INamedTypeSymbol { IsGenericType: true } generic => generic.TypeArguments.Any(CarriesTensors),
        _ => false,
    };

    /// <summary>Whether pruned code passes something to a parameter, where no class of TorchSharp says what it passes.</summary>
    public static bool IsPassed(IParameterSymbol parameter) => parameter.RefKind != RefKind.Out && CarriesTensors(parameter.Type);

    /// <summary>
    /// The module type that says what is run of a module: the one that its class derives from, unless that is the plain one or another
    /// method is the model's entry.
    /// </summary>
    private string BaseTypeOf(ModuleValue module)
    {
        IMethodSymbol? entry = _numbers[module] == 0 ? _entry : null;
        return GenericBase(module.Type) is { } baseType && (entry is null || Sources.OverridesLibrary(entry)) ? Interpreter.FullName(baseType)
            : entry is not null ? BaseTypeFor(entry, entry.Parameters.Where((_, i) => _inputCounts[i] > 0))
            : ForwardOf(module.Type) is { } forward ? BaseTypeFor(forward, forward.Parameters)
            : PlainModule;
    }

    private static IMethodSymbol? ForwardOf(INamedTypeSymbol type) => Sources.ClassesOf(type)
        .Select(declared => declared.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault())
        .FirstOrDefault(forward => forward is not null);

    /// <summary>The generic module type that fits a method of which the parameters are given something.</summary>
    private static string BaseTypeFor(IMethodSymbol forward, IEnumerable<IParameterSymbol> given)
    {
        IEnumerable<ITypeSymbol> types =
            given.Where(IsPassed).Select(parameter => parameter.Type).Append(forward.ReturnType);
        return $"{PlainModule}<{string.Join(", ", types.Select(Interpreter.FullName))}>";
    }

    private void Add(ModuleValue module, string path)
    {
        if (_numbers.ContainsKey(module))
        {
            return;
        }

        _numbers.Add(module, _modules.Count);
        _modules.Add(module);
        _paths.Add(path);
        foreach ((string name, ModuleValue child, _) in _interpreter.ChildrenOf(module))
        {
            Add(child, path.Length == 0 ? name : $"{path}.{name}");
        }
    }

    /// <summary>A layer as a node.</summary>
    public static LayerNode LayerNodeOf(LayerValue layer, string path) => new()
    {
        Path = path,
        Type = Interpreter.FullName(layer.Type),
        Factory = layer.Factory,
        Arguments = layer.Arguments,
        Declared = layer.Declared,
    };

    private ModuleNode NodeOf(ModuleValue module, string path) => module switch
    {
        LayerValue layer => LayerNodeOf(layer, path),
        ContainerValue container when !HasOwnForward(container) => new ContainerNode
        {
            Path = path,
            Type = Interpreter.FullName(TorchType(container.Type)),
            Children = ChildrenOf(container),
        },
        _ => new ClassNode
        {
            Path = path,
            Type = Interpreter.FullName(module.Type),
            ClassName = module.Type.Name,
            BaseType = BaseTypeOf(module),
            Children = module is ContainerValue ? Numbered(ChildrenOf(module)) : ChildrenOf(module),
            States = module.States.Select(state => StateOf(state.Name, state.Tensor, module)).ToEquatableArray(),
        },
    };

    private EquatableArray<Child> ChildrenOf(ModuleValue module) => _interpreter.ChildrenOf(module)
        .Select(child => new Child(child.Name, _numbers[child.Module], child.Member))
        .ToEquatableArray();

    /// <summary>Whether a chain is a class of the user's that says itself what it runs.</summary>
    private static bool HasOwnForward(ContainerValue chain) => chain.Kind == ContainerKind.Sequential && ForwardOf(chain.Type) is not null;

    /// <summary>The modules of such a chain, which no member of the source holds.</summary>
    private static EquatableArray<Child> Numbered(EquatableArray<Child> children) => children
        .Select((child, place) => child with { Member = FormattableString.Invariant($"module{place}") })
        .ToEquatableArray();

    private StateNode StateOf(string name, StateTensor tensor, ModuleValue module) => tensor.Shape is { } shape
        ? new StateNode(name, tensor.IsParameter, shape.ToEquatableArray())
        {
            ElementType = tensor.ElementType,
            IsPersistent = !module.Transient.Contains(name),
        }
        : throw _interpreter.UnknownState(name, module);

    /// <summary>The class of TorchSharp that a class is or derives from.</summary>
    private static INamedTypeSymbol TorchType(INamedTypeSymbol type)
    {
        while (Sources.Has(type) && type.BaseType is { } baseType)
        {
            type = baseType;
        }

        return type;
    }
}
