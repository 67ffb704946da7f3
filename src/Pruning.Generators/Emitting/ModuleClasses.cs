using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>A class to emit for the user's module classes of one structure.</summary>
/// <param name="Name">Its name: the source's, with a number where several structures come from one class.</param>
/// <param name="Module">The first instance; the class is printed from it.</param>
/// <param name="Parameters">The widths that its constructor takes.</param>
internal sealed record ModuleClass(string Name, int Module, IReadOnlyList<WidthParameter> Parameters);

/// <summary>Which class each instance of a user's module class becomes: one for each structure.</summary>
internal sealed class ModuleClasses
{
    private readonly Dictionary<int, ModuleClass> _classes = [];
    private readonly Dictionary<string, ModuleClass> _byStructure = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names;
    private readonly ModuleTree _tree;

    public ModuleClasses(ModuleTree tree, params string[] reservedNames)
    {
        _tree = tree;
        // A class and a member beside it, or in it, cannot have the same name.
        _names = new HashSet<string>(reservedNames.Concat(tree.Members), StringComparer.Ordinal);
        Visit(0);
    }

    /// <summary>All classes but the root's, in the order in which the network builds them.</summary>
    public IEnumerable<ModuleClass> All => _byStructure.Values.OrderBy(shared => shared.Module);

    /// <summary>The class of a module.</summary>
    public ModuleClass this[int module] => _classes[module];

    private void Visit(int module)
    {
        foreach (Child child in _tree.ChildrenOf(module))
        {
            Visit(child.Module);
            if (_tree[child.Module] is ClassNode node && !_classes.ContainsKey(child.Module))
            {
                _classes.Add(child.Module, ClassOf(child.Module, node));
            }
        }
    }

    private ModuleClass ClassOf(int module, ClassNode node)
    {
        string structure = StructureKey.Of(_tree, module);
        if (!_byStructure.TryGetValue(structure, out ModuleClass? shared))
        {
            shared = new ModuleClass(Names.Unique(node.ClassName, _names), module, WidthCollector.Of(_tree, module));
            _byStructure.Add(structure, shared);
        }

        return shared;
    }
}
