using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Finds the widths that a module instance depends on, in the order in which its code names them.</summary>
internal sealed class WidthCollector
{
    private readonly ModuleTree _tree;
    private readonly Dictionary<WidthExpression, int> _places = [];
    private readonly List<WidthParameter> _parameters = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private WidthCollector(ModuleTree tree) => _tree = tree;

    /// <summary>The widths of a module and of everything inside it.</summary>
    public static IReadOnlyList<WidthParameter> Of(ModuleTree tree, int module)
    {
        var collector = new WidthCollector(tree);
        collector.AddConstruction(module, "");
        collector.AddOperations(module, "", isUsedInForward: true);
        return collector._parameters;
    }

    private void AddConstruction(int module, string path)
    {
        if (_tree[module] is LayerNode layer)
        {
            foreach (Argument argument in layer.Arguments)
            {
                Add(argument.Value, () => Name(path, argument.Name), isUsedInForward: false);
            }
        }

        if (_tree[module] is ClassNode node)
        {
            foreach (StateNode state in node.States)
            {
                foreach (Operand size in StateShape.Of(_tree, node, state))
                {
                    Add(size, () => Identifiers.Camel(path, state.Name, "width"), isUsedInForward: false);
                }
            }
        }

        foreach (Child child in _tree.ChildrenOf(module))
        {
            AddConstruction(child.Module, path.Length == 0 ? child.Name : path + "." + child.Name);
        }

        if (path.Length > 0 && _tree[module] is ClassNode)
        {
            // The widths that only the inner class's forward needs are handed on by this class's constructor.
            AddOperations(module, path, isUsedInForward: false);
        }
    }

    private void AddOperations(int module, string path, bool isUsedInForward)
    {
        foreach (OperationStatement operation in
            _tree.BodiesOf(module).SelectMany(body => ModuleTree.Flatten(body.Statements)).OfType<OperationStatement>())
        {
            foreach (Argument argument in operation.Arguments)
            {
                Add(argument.Value, () => Identifiers.Camel(path, NameOf(operation)), isUsedInForward);
            }
        }
    }

    private static string NameOf(OperationStatement operation)
    {
        string method = operation.Member.Substring(operation.Member.LastIndexOf('.') + 1);
        return (method.StartsWith("this", StringComparison.Ordinal) ? "slice" : method) + "_width";
    }

    private void Add(Operand operand, Func<string> name, bool isUsedInForward)
    {
        foreach (Operand part in operand.Flatten())
        {
            if (part is WidthOperand sum)
            {
                foreach ((WidthExpression width, _) in WidthText.Parts(sum.Width))
                {
                    Add(width, name, isUsedInForward);
                }
            }
        }
    }

    private void Add(WidthExpression width, Func<string> name, bool isUsedInForward)
    {
        if (_places.TryGetValue(width, out int place))
        {
            _parameters[place] = _parameters[place] with { IsUsedInForward = _parameters[place].IsUsedInForward || isUsedInForward };
        }
        else
        {
            _places.Add(width, _parameters.Count);
            _parameters.Add(new WidthParameter(width, Names.Unique(name(), _names), isUsedInForward));
        }
    }

    // conv1.out_channels is called conv1Channels; the first layer's in_channels, what the whole module is fed with, inputChannels.
    private static string Name(string path, string argument)
    {
        string unit = argument.EndsWith("features", StringComparison.OrdinalIgnoreCase) ? "features" : "channels";
        bool isInput = argument.StartsWith("in", StringComparison.OrdinalIgnoreCase);
        return argument == "groups" ? Identifiers.Camel(path, "groups") : isInput ? Identifiers.Camel("input", unit) : Identifiers.Camel(path, unit);
    }
}
