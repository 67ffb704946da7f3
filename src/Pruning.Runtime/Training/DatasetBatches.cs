using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>The samples of a torch dataset, read by a <see cref="DataLoader"/>; for data that does not fit into memory.</summary>
public sealed class DatasetBatches : IBatches
{
    private readonly utils.data.Dataset _dataset;
    private readonly int _batchSize;
    private readonly string _inputs;
    private readonly string _labels;
    private readonly int _workers;

    /// <summary>Reads the dataset, which stays the caller's.</summary>
    /// <param name="dataset">Gives samples as dictionaries of tensors.</param>
    /// <param name="batchSize">Samples per batch; the last batch of a pass has what is left.</param>
    /// <param name="inputs">The key of the inputs.</param>
    /// <param name="labels">The key of the labels, whose tensors are single 64-bit integers.</param>
    /// <param name="workers">How many threads read the samples of a batch.</param>
    public DatasetBatches(utils.data.Dataset dataset, int batchSize, string inputs = "data", string labels = "label", int workers = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        _dataset = dataset;
        _batchSize = batchSize;
        _inputs = inputs;
        _labels = labels;
        _workers = workers;
    }

    /// <inheritdoc/>
    public long Samples => _dataset.Count;

    /// <inheritdoc/>
    public int Count => (int)((Samples + _batchSize - 1) / _batchSize);

    /// <inheritdoc/>
    public IEnumerable<Batch> InOrder() => Read(Enumerable.Range(0, (int)Samples).Select(sample => (long)sample));

    /// <inheritdoc/>
    public IEnumerable<Batch> Shuffled(long seed, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        using Tensor order = Shuffling.Permutation(Samples, seed);
        return Read([.. order.data<long>().Skip(first * _batchSize)]);
    }

    private IEnumerable<Batch> Read(IEnumerable<long> samples)
    {
        using DataLoader loader = utils.data.DataLoader(_dataset, _batchSize, samples, num_worker: _workers, disposeDataset: false);
        foreach (Dictionary<string, Tensor> batch in loader)
        {
            yield return new Batch(Named(batch, _inputs), Named(batch, _labels));
        }
    }

    private static Tensor Named(Dictionary<string, Tensor> batch, string key) => batch.TryGetValue(key, out Tensor? found)
        ? found
        : throw new PruningException($"The dataset's samples have no entry '{key}', only {string.Join(", ", batch.Keys)}.");
}
