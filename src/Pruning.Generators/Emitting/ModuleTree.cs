using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>The modules of a network with what ran in them.</summary>
internal sealed class ModuleTree
{
    private readonly Dictionary<int, List<(Body Body, string Key)>> _bodies = [];
    private readonly Dictionary<(int Module, int Output), int> _variants = [];

    public ModuleTree(PruningModel model)
    {
        Model = model;
        Collect(model.Network.Forward.Statements);
    }

    /// <summary>The model.</summary>
    public PruningModel Model { get; }

    /// <summary>A module by its number.</summary>
    public ModuleNode this[int module] => Model.Network.Modules[module];

    /// <summary>
    /// What ran in a module: one body where all of its calls did the same, several where they met other sizes; none if it never ran.
    /// </summary>
    public IReadOnlyList<Body> BodiesOf(int module) =>
        module == 0 ? [Model.Network.Forward]
        : _bodies.TryGetValue(module, out List<(Body Body, string Key)>? bodies) ? [.. bodies.Select(body => body.Body)]
        : [];

    /// <summary>Which of the module's bodies a call runs.</summary>
    public int VariantOf(CallStatement call) => _variants.TryGetValue(KeyOf(call), out int variant) ? variant : 0;

    /// <summary>Whether a call of a container runs some module in another way than its <c>forward</c>.</summary>
    public bool RunsVariants(CallStatement call) =>
        this[call.Module] is ContainerNode && call.Body is { } body
        && Flatten(body.Statements).OfType<CallStatement>().Any(inner => RunsVariants(inner) || VariantOf(inner) > 0);

    /// <summary>The registered modules of a module, in the order of registration.</summary>
    public EquatableArray<Child> ChildrenOf(int module) => this[module] switch
    {
        ClassNode node => node.Children,
        ContainerNode node => node.Children,
        _ => EquatableArray<Child>.Empty,
    };

    /// <summary>The names of the members that hold the modules, parameters and buffers of the user's classes.</summary>
    public IEnumerable<string> Members => Model.Network.Modules.OfType<ClassNode>().SelectMany(node =>
        node.Children.Select(child => child.Member).Concat(node.States.Select(state => state.Name)).Select(Identifiers.OfMember));

    /// <summary>Each reading of a tensor by statements, those inside them, and what branches join.</summary>
    public static IEnumerable<int> ReadIn(IEnumerable<Statement> statements) => Flatten(statements).SelectMany(statement =>
        statement is BranchStatement branch
            ? branch.Tensors().Concat(branch.Joins.SelectMany(join => join.Sources))
            : statement.Tensors());

    /// <summary>The statements in a list and in the scopes and branches inside it, but not those inside calls.</summary>
    public static IEnumerable<Statement> Flatten(IEnumerable<Statement> statements) =>
        statements.SelectMany(statement => statement.Flatten());

    private void Collect(EquatableArray<Statement> statements)
    {
        foreach (CallStatement call in Flatten(statements).OfType<CallStatement>())
        {
            if (call.Body is { } body)
            {
                // Inner calls first, because which body they run is part of what this one does.
                Collect(body.Statements);
                Add(call, body);
            }
        }
    }

    private void Add(CallStatement call, Body body)
    {
        if (!_bodies.TryGetValue(call.Module, out List<(Body Body, string Key)>? known))
        {
            _bodies.Add(call.Module, known = []);
        }

        string key = StructureKey.Of(this, body);
        int variant = known.FindIndex(other => other.Key == key);
        if (variant < 0)
        {
            variant = known.Count;
            known.Add((body, key));
        }

        _variants[KeyOf(call)] = variant;
    }

    private static (int Module, int Output) KeyOf(CallStatement call) => (call.Module, call.Outputs.Count > 0 ? call.Outputs[0].Id : -1);
}
