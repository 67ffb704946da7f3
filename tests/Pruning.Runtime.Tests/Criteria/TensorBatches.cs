using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>Samples that lie in one tensor, read in equal parts.</summary>
internal sealed class TensorBatches(Tensor inputs, long[] labels, int batchSize = int.MaxValue) : IBatches
{
    private readonly double[] _values = [.. inputs.to_type(ScalarType.Float64).data<double>()];
    private readonly long[] _shape = inputs.shape;
    private readonly ScalarType _type = inputs.dtype;
    private readonly int _size = Math.Min(batchSize, Math.Max(1, labels.Length));

    public TensorBatches(Tensor inputs)
        : this(inputs, new long[inputs.shape[0]])
    {
    }

    public long Samples => labels.Length;

    public int Count => (labels.Length + _size - 1) / _size;

    public IEnumerable<Batch> InOrder() => Shuffled(0);

    public IEnumerable<Batch> Shuffled(long seed, int first = 0)
    {
        int entries = _values.Length / Math.Max(1, labels.Length);
        for (int start = first * _size; start < labels.Length; start += _size)
        {
            int end = Math.Min(start + _size, labels.Length);
            using Tensor exact = tensor(_values[(start * entries)..(end * entries)], [end - start, .. _shape[1..]]);
            yield return new Batch(exact.to(_type, copy: true), tensor(labels[start..end]));
        }
    }
}
