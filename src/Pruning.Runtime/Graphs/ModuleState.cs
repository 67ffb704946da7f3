using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>What a module computes with.</summary>
internal static class ModuleState
{
    /// <summary>The state dict, and what the graph's groups reach beyond it.</summary>
    public static Dictionary<string, Tensor> Of(Module module, Graph graph) => Of(module, graph.Parameters.Select(layout => layout.Name));

    /// <summary>
    /// The state dict, the buffers that it leaves out, and what else has one of the given names. A buffer that is left out under one name
    /// and stored under another is listed under the latter.
    /// </summary>
    public static Dictionary<string, Tensor> Of(Module module, IEnumerable<string> names)
    {
        Dictionary<string, Tensor> state = module.state_dict();
        HashSet<Tensor> stored = new(state.Values, ReferenceEqualityComparer.Instance);
        foreach ((string name, Tensor buffer) in module.named_buffers().Where(named => !stored.Contains(named.buffer)))
        {
            state.TryAdd(name, buffer);
        }

        // TorchSharp 0.107 lists neither buffers that are not stored, nor a module under its second name in a Sequential, but finds them.
        foreach (string name in names.Where(name => !state.ContainsKey(name)))
        {
            if ((module.get_parameter(name) ?? module.get_buffer(name)) is { } tensor)
            {
                state.Add(name, tensor);
            }
        }
        return state;
    }
}
