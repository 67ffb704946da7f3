using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>A copy of all parameters and buffers of a module, to go back to. It owns its tensors.</summary>
public sealed class ModelSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    private ModelSnapshot(Dictionary<string, Tensor> tensors) => _tensors = tensors;

    /// <summary>The copies, by their names in the state dict. They belong to the snapshot: do not change them.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Copies what the module holds now.</summary>
    public static ModelSnapshot Of(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Of(module.state_dict());
    }

    /// <summary>Gives the module back what it held, to the last bit.</summary>
    /// <exception cref="PruningException">The module has other names or shapes.</exception>
    public void Restore(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> state = module.state_dict();
        foreach ((string name, Tensor target) in state)
        {
            if (!_tensors.TryGetValue(name, out Tensor? saved) || !saved.shape.SequenceEqual(target.shape))
            {
                throw new PruningException(
                    $"The snapshot is of another module: it has no '{name}' of the shape [{string.Join(", ", target.shape)}].");
            }
        }
        foreach ((string name, Tensor target) in state)
        {
            target.copy_(_tensors[name]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    internal static ModelSnapshot Of(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using DisposeScope scope = NewDisposeScope();
        return new ModelSnapshot(tensors.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope()));
    }
}
