using static TorchSharp.torch;

namespace Pruning;

/// <summary>A data set that lies in memory. Batches are gathered from it by index, which costs next to nothing beside a network.</summary>
public sealed class LabelledImages : IBatches, IDisposable
{
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly int _batchSize;

    /// <summary>Takes over both tensors: disposing the data set disposes them.</summary>
    /// <param name="images">The inputs, (N, …).</param>
    /// <param name="labels">Their classes, (N), 64-bit integers.</param>
    /// <param name="batchSize">Samples per batch; the last batch of a pass has what is left.</param>
    /// <exception cref="ArgumentException">The tensors do not fit together, or are empty.</exception>
    public LabelledImages(Tensor images, Tensor labels, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (labels.dim() != 1 || labels.dtype != ScalarType.Int64)
        {
            throw new ArgumentException(
                $"labels must be one 64-bit integer per image, not {labels.dtype} of shape ({string.Join(", ", labels.shape)})",
                nameof(labels));
        }
        if (images.dim() < 1 || images.shape[0] != labels.shape[0] || labels.shape[0] == 0)
        {
            throw new ArgumentException(
                $"images of shape ({string.Join(", ", images.shape)}) do not go with {labels.shape[0]} labels: "
                + "both need the same number of samples, at least one", nameof(images));
        }
        _images = images;
        _labels = labels;
        _batchSize = batchSize;
    }

    /// <inheritdoc/>
    public long Samples => _labels.shape[0];

    /// <inheritdoc/>
    public int Count => (int)((Samples + _batchSize - 1) / _batchSize);

    /// <inheritdoc/>
    public IEnumerable<Batch> InOrder()
    {
        for (long start = 0; start < Samples; start += _batchSize)
        {
            long length = Math.Min(_batchSize, Samples - start);
            yield return new Batch(_images.narrow(0, start, length), _labels.narrow(0, start, length));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Batch> Shuffled(long seed, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        using Tensor order = Shuffling.Permutation(Samples, seed);
        for (long start = (long)first * _batchSize; start < Samples; start += _batchSize)
        {
            using Tensor chosen = order.narrow(0, start, Math.Min(_batchSize, Samples - start));
            yield return new Batch(_images.index_select(0, chosen), _labels.index_select(0, chosen));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }
}
