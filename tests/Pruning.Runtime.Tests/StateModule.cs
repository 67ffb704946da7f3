using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

/// <summary>Holds tensors under the names of a state dict and computes nothing: enough where only names, kinds and values matter.</summary>
internal sealed class StateModule : Module
{
    private StateModule(string name)
        : base(name)
    {
    }

    /// <param name="entries">Names of the state dict and their tensors, which the module takes over.</param>
    public static StateModule Of(IEnumerable<(string Name, Tensor Values)> entries)
    {
        var root = new StateModule("root");
        foreach ((string name, Tensor values) in entries)
        {
            string[] path = name.Split('.');
            root.Child(path[..^1]).Hold(path[^1], values);
        }
        return root;
    }

    private StateModule Child(ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return this;
        }
        string name = path[0];
        if (named_children().FirstOrDefault(child => child.name == name).module is not StateModule child)
        {
            child = new StateModule(name);
            register_module(name, child);
        }
        return child.Child(path[1..]);
    }

    private void Hold(string name, Tensor values)
    {
        if (name is "weight" or "bias")
        {
            register_parameter(name, new Parameter(values));
        }
        else
        {
            register_buffer(name, values);
        }
    }
}
