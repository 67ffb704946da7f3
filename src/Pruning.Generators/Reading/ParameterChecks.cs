using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>Parameters that a model stores and never uses, or has and never stores.</summary>
internal sealed class ParameterChecks
{
    private readonly Interpreter _interpreter;
    private readonly ModuleTree _tree;
    private readonly HashSet<ModuleValue> _registered;
    private readonly string _model;

    /// <summary>Remembers what is registered; call it before the network runs.</summary>
    public ParameterChecks(Interpreter interpreter, ModuleTree tree, string model)
    {
        _interpreter = interpreter;
        _tree = tree;
        _registered = [.. tree.Modules];
        _model = model;
    }

    /// <summary>Layers that never run, or whose results nothing uses: one problem for each place in the source.</summary>
    public IEnumerable<Problem> DeadLayers(Body forward)
    {
        var values = new LiveValues(forward);
        var dead = new List<int>();
        var withParameters = new HashSet<int>(Enumerable.Range(0, _tree.Modules.Count)
            .Where(module => _tree.Modules[module] is LayerValue layer && Interpreter.HasParameters(layer)));
        CollectDead(0, withParameters, values, dead, []);
        foreach (IGrouping<Location, int> place in dead.GroupBy(module => LocationOf(_tree.Modules[module])))
        {
            int[] modules = [.. place];
            string paths = string.Join(", ", modules.Take(3).Select(module => $"'{_tree.Nodes[module].Path}'"))
                + (modules.Length > 3 ? FormattableString.Invariant($" and {modules.Length - 3} more") : "");
            string why = modules.Any(module => _tree.ModulesIn(module).Any(values.HasRun))
                ? $"nothing that '{_model}' returns depends on what it gives"
                : $"'{_model}' never runs it";
            yield return new Problem(Rules.DeadLayer, place.Key, [paths, why]);
        }
    }

    /// <summary>
    /// Fields that hold modules or parameters which no registered module owns. Modules without parameters need no registration, and a
    /// second field for a registered module does no harm.
    /// </summary>
    public IEnumerable<Problem> Unregistered()
    {
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ModuleValue owner in _registered.Where(module => module is not LayerValue))
        {
            foreach (IFieldSymbol field in Sources.FieldsOf(owner.Type))
            {
                Value content = owner.Field(field).Content;
                ISymbol member = field.AssociatedSymbol ?? field;
                if (IsLost(content, owner) && reported.Add(member))
                {
                    (string what, string instead) = Reason(content, owner, field.Type);
                    yield return new Problem(Rules.LostParameters, member.Locations[0], [member.Name, what, instead])
                    {
                        Others = [.. ModuleValue.AllIn(content).Select(LocationOf).Take(1)],
                    };
                }
            }
        }
    }

    /// <summary>Modules that several classes hold, although the pruned ones cannot share all that they store.</summary>
    /// <param name="partingStates">The parameters and buffers of a layer that cannot be shared, by its number.</param>
    public IEnumerable<Problem> PartsFromItself(Func<int, IEnumerable<string>> partingStates) =>
        from module in HeldBy(0)
        group module by module into places
        where places.Skip(1).Any()
        let states = (_tree.Nodes[places.Key] is ClassNode own ? ParametersOf(own) : partingStates(places.Key)).ToArray()
        where states.Length > 0
        select new Problem(
            Rules.PartsFromItself,
            LocationOf(_tree.Modules[places.Key]),
            [_tree.Nodes[places.Key].Path, string.Join(", ", states.Select(state => $"'{state}'"))]);

    // A buffer of a user's class is a table, which training leaves as it is.
    private static IEnumerable<string> ParametersOf(ClassNode own) =>
        own.States.Where(state => state.IsParameter).Select(state => state.Name);

    /// <summary>The layers and classes below a class, once for each way by which classes reach them.</summary>
    private IEnumerable<int> HeldBy(int owner) => ThroughContainers(owner).Distinct()
        .SelectMany(held => _tree.Nodes[held] is ClassNode ? HeldBy(held).Prepend(held) : [held]);

    private IEnumerable<int> ThroughContainers(int module) => ChildrenOf(module)
        .SelectMany(child => _tree.Nodes[child.Module] is ContainerNode ? ThroughContainers(child.Module) : [child.Module]);

    private static (string What, string Instead) Reason(Value content, ModuleValue owner, ITypeSymbol type) =>
        !owner.IsRegistered ? ("is not registered, because RegisterComponents() is never called", "call it at the end of the constructor")
        : content is ModuleValue or StateTensor
            ? ("is assigned after RegisterComponents(), which registers what the fields hold at that time", "assign it before")
        : ($"is a {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, and RegisterComponents() does not look into it",
            "use a ModuleList or ModuleDict");

    private bool IsLost(Value content, ModuleValue owner) => content switch
    {
        StateTensor { IsParameter: true } parameter => _registered.All(module => module.States.All(state => state.Tensor != parameter)),
        ContainerValue container when !_registered.Contains(container) => container.Entries.Any(entry => IsLost(entry.Module, owner)),
        LayerValue layer => !_registered.Contains(layer) && Interpreter.HasParameters(layer),
        ModuleValue module => !_registered.Contains(module)
            && (module.States.Any(state => state.Tensor.IsParameter) || _interpreter.ChildrenOf(module).Any(child => IsLost(child.Module, owner))),
        ArrayValue or ListValue or DictionaryValue => ((ISequence)content).Items.Any(item => IsLost(item, owner)),
        TupleValue tuple => tuple.Items.Any(item => IsLost(item, owner)),
        _ => false,
    };

    /// <summary>The outermost modules that have parameters of which none is used.</summary>
    private void CollectDead(int module, HashSet<int> withParameters, LiveValues values, List<int> dead, HashSet<int> seen)
    {
        if (!seen.Add(module))
        {
            return;
        }

        int[] layers = [.. _tree.ModulesIn(module).Where(withParameters.Contains)];
        if (layers.Length > 0 && module != 0 && !layers.Any(values.IsUsed))
        {
            dead.Add(module);
        }
        else if (layers.Length > 0)
        {
            foreach (Child child in ChildrenOf(module))
            {
                CollectDead(child.Module, withParameters, values, dead, seen);
            }
        }
    }

    private EquatableArray<Child> ChildrenOf(int module) => _tree.Nodes[module] switch
    {
        ClassNode node => node.Children,
        ContainerNode node => node.Children,
        _ => EquatableArray<Child>.Empty,
    };

    private static Location LocationOf(ModuleValue module) =>
        module.Site?.Syntax.GetLocation() ?? module.Type.Locations.FirstOrDefault() ?? Location.None;
}
