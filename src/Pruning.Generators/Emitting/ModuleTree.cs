using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>The modules of a network with what ran in them.</summary>
internal sealed class ModuleTree
{
    private readonly Dictionary<int, CallStatement> _calls = [];

    public ModuleTree(PruningModel model)
    {
        Model = model;
        Collect(model.Network.Forward.Statements);
    }

    /// <summary>The model.</summary>
    public PruningModel Model { get; }

    /// <summary>A module by its number.</summary>
    public ModuleNode this[int module] => Model.Network.Modules[module];

    /// <summary>What ran in a module when it was first called; null if it never ran.</summary>
    public Body? BodyOf(int module) =>
        module == 0 ? Model.Network.Forward : _calls.TryGetValue(module, out CallStatement? call) ? call.Body : null;

    /// <summary>The registered modules of a module, in the order of registration.</summary>
    public EquatableArray<Child> ChildrenOf(int module) => this[module] switch
    {
        ClassNode node => node.Children,
        ContainerNode node => node.Children,
        _ => EquatableArray<Child>.Empty,
    };

    /// <summary>The statements in a list and in the scopes and branches inside it, but not those inside calls.</summary>
    public static IEnumerable<Statement> Flatten(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            yield return statement;
            var inner = statement switch
            {
                ScopeStatement scope => Flatten(scope.Statements),
                BranchStatement branch => Flatten(branch.Then).Concat(Flatten(branch.Else)),
                _ => [],
            };
            foreach (Statement nested in inner)
            {
                yield return nested;
            }
        }
    }

    /// <summary>The operand and all those inside it.</summary>
    public static IEnumerable<Operand> Flatten(Operand operand)
    {
        Operand?[] inner = operand switch
        {
            ListOperand list => [.. list.Items],
            ObjectOperand made => [.. made.Content.Select(member => member.Value)],
            PositionIndex index => [index.Position],
            SliceIndex slice => [slice.Start, slice.Stop, slice.Step],
            TensorIndexOperand index => [index.Tensor],
            _ => [],
        };
        return inner.OfType<Operand>().SelectMany(Flatten).Prepend(operand);
    }

    /// <summary>All operands of a statement, without those of nested statements.</summary>
    public static IEnumerable<Operand> OperandsOf(Statement statement) => (statement switch
    {
        OperationStatement operation => operation.Arguments,
        CallStatement call => call.Arguments,
        _ => EquatableArray<Argument>.Empty,
    }).SelectMany(argument => Flatten(argument.Value));

    private void Collect(EquatableArray<Statement> statements)
    {
        foreach (CallStatement call in Flatten(statements).OfType<CallStatement>())
        {
            if (call.Body is { } body && !_calls.ContainsKey(call.Module))
            {
                _calls.Add(call.Module, call);
                Collect(body.Statements);
            }
        }
    }
}
