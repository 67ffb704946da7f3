using Microsoft.CodeAnalysis;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>
/// Modules that run while the network is constructed, as code does that asks for the size of what comes out. Only shapes are followed, and
/// nothing is recorded.
/// </content>
internal sealed partial class Interpreter
{
    private readonly List<LayerNode> _probed = [];
    private Propagation? _followed;

    /// <summary>Follows the shapes of tensors that construction makes.</summary>
    private Propagation Construction => _followed ??= new Propagation(number => _probed[number]);

    private Value Probe(ModuleValue module, IReadOnlyList<Bound> arguments, IOperation site) => module switch
    {
        LayerValue layer => ProbeLayer(layer, arguments, site),
        _ when ForwardOf(module, arguments.Count) is { } forward => Call(forward, module, ForParametersOf(forward, arguments), site),
        ContainerValue { Kind: ContainerKind.Sequential } chain => ChildrenOf(chain)
            .Select(child => child.Module)
            .Aggregate(arguments[0].Value, (input, link) => Probe(link, [arguments[0] with { Value = input }], site)),
        _ => Unknown(site, $"what '{module.Type.Name}' gives while the network is constructed is not followed"),
    };

    private Value ProbeLayer(LayerValue layer, IReadOnlyList<Bound> arguments, IOperation site)
    {
        _probed.Add(ModuleTree.LayerNodeOf(layer, ""));
        int number = _probed.Count - 1;
        IReadOnlyList<EquatableArray<Size>?> shapes = ShapesOf(() => Construction.Call(number, ArgumentsOf(null, arguments, site)));
        return Made(shapes, site.Type!, elements: null, recipe: null, site);
    }
}
