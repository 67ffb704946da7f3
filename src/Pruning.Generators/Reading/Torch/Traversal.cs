using Microsoft.CodeAnalysis;
using Pruning.Generators.Coupling;
using Pruning.Generators.Coupling.Rules;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>The modules, parameters and buffers of a module as sequences, in TorchSharp's order.</content>
internal sealed partial class Interpreter
{
    /// <summary>Parameters and buffers that the source says not to train.</summary>
    private readonly HashSet<object> _frozen = [];

    private IEnumerable<(string Path, Value Value)> Traverse(ModuleValue module, string what, IReadOnlyList<Bound> arguments)
    {
        bool isDeep = !arguments.Any(argument => argument is { Parameter.Name: "recurse", Value: Constant { Content: false } });
        return what switch
        {
            "named_children" => ChildrenOf(module).Select(child => (child.Name, (Value)child.Module)),
            "named_modules" => Descendants(module).Select(below => (below.Path, (Value)below.Module)),
            _ => Distinct(StatesOf(module, areParameters: what == "named_parameters", isDeep)),
        };
    }

    /// <summary>The modules below one: its children, then those below each.</summary>
    private IEnumerable<(string Path, ModuleValue Module)> Descendants(ModuleValue module) => ChildrenOf(module)
        .Select(child => (child.Name, child.Module))
        .Concat(ChildrenOf(module).SelectMany(child => Descendants(child.Module).Select(below => ($"{child.Name}.{below.Path}", below.Module))));

    private IEnumerable<(string Path, Value State)> StatesOf(ModuleValue module, bool areParameters, bool isDeep)
    {
        IEnumerable<(string, Value)> own = module is LayerValue layer
            ? LayerStates(layer).Where(state => state.IsParameter == areParameters)
                .Select(state => (state.Name, (Value)new LayerState(layer, state.Name)))
            : module.States.Where(state => state.Tensor.IsParameter == areParameters).Select(state => (state.Name, (Value)state.Tensor));
        return !isDeep ? own : own.Concat(ChildrenOf(module).SelectMany(child =>
            StatesOf(child.Module, areParameters, isDeep).Select(below => ($"{child.Name}.{below.Path}", below.State))));
    }

    /// <summary>A parameter that several modules share appears once, at its first place.</summary>
    private static IEnumerable<(string Path, Value State)> Distinct(IEnumerable<(string Path, Value State)> states)
    {
        var seen = new HashSet<object>();
        return states.Where(entry => seen.Add(IdentityOf(entry.State)));
    }

    private static object IdentityOf(Value state) => state is LayerState layer ? (layer.Layer, layer.Name) : state;

    /// <summary>What a layer stores; of a layer that no table knows, a weight if its type has one.</summary>
    private static IEnumerable<(string Name, bool IsParameter)> LayerStates(LayerValue layer)
    {
        if (LayerTable.Rows.TryGetValue(layer.Factory, out LayerRule? rule))
        {
            try
            {
                var built = new Layer(0, ModuleTree.LayerNodeOf(layer, ""));
                rule.Build(built);
                return built.States.Select(state => (state.Name, state.IsTrainable));
            }
            catch (RuleException)
            {
                // Its arguments cannot be followed; its type still says whether it has a weight.
            }
        }

        return layer.Type.GetMembers("weight").Length > 0 || layer.Type.BaseType?.GetMembers("weight").Length > 0 ? [("weight", true)] : [];
    }

    /// <summary>Whether a layer has parameters of its own.</summary>
    internal static bool HasParameters(LayerValue layer) => LayerStates(layer).Any(state => state.IsParameter);

    /// <summary>Whether a parameter is trained is no property of the network, but code may ask for what it set.</summary>
    private Target TrainedTarget(Value state, IOperation site)
    {
        bool isParameter = state is StateTensor tensor ? tensor.IsParameter
            : state is LayerState layer && LayerStates(layer.Layer).Contains((layer.Name, true));
        object key = IdentityOf(state);
        return new Target(() => Constant.Of(isParameter && !_frozen.Contains(key)), value =>
        {
            switch (value)
            {
                case Constant { Content: true }:
                    _frozen.Remove(key);
                    break;
                case Constant { Content: false }:
                    _frozen.Add(key);
                    break;
                default:
                    throw Stop(site, "whether this is trained is not known");
            }
        });
    }
}
