using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>What a module computes with.</summary>
internal static class ModuleState
{
    /// <summary>The state dict, and the buffers that it leaves out: a pruned network needs them, too.</summary>
    public static Dictionary<string, Tensor> Of(Module module)
    {
        Dictionary<string, Tensor> state = module.state_dict();
        foreach ((string name, Tensor buffer) in module.named_buffers())
        {
            state.TryAdd(name, buffer);
        }
        return state;
    }
}
