using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Samples along the first dimension of some tensors.</summary>
public class TensorDataset : utils.data.IterableDataset
{
    private readonly Tensor[] _tensors;

    internal TensorDataset(Tensor[] tensors)
    {
        if (tensors is not { Length: > 0 })
        {
            throw new ArgumentException("A dataset needs at least one tensor.", nameof(tensors));
        }
        if (tensors.Any(tensor => tensor.shape[0] != tensors[0].shape[0]))
        {
            throw new ArgumentException(
                "All tensors must have the same first dimension size; these have "
                + $"{string.Join(", ", tensors.Select(tensor => tensor.shape[0]))}.",
                nameof(tensors));
        }
        _tensors = [.. tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())];
    }

    public override long Count => _tensors[0].shape[0];

    public IList<Tensor> this[long index] => [.. _tensors.Select(tensor => tensor[index])];

    public override IList<Tensor> GetTensor(long index) => this[index];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Tensor tensor in _tensors)
            {
                tensor.Dispose();
            }
        }
    }
}
