using System.Collections;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Gives the samples of a dataset in batches.</summary>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="batchSize">The number of samples in a batch.</param>
    /// <param name="collate_fn">Makes a batch of samples.</param>
    /// <param name="shuffler">The indices of the samples, enumerated anew for each pass.</param>
    /// <param name="device">Where the batches shall lie.</param>
    /// <param name="num_worker">How many threads fetch the samples of a batch.</param>
    /// <param name="drop_last">Whether a last batch that is not full is left out.</param>
    /// <param name="disposeBatch">Whether a batch is disposed of when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether the dataset is disposed of with the loader.</param>
    public DataLoader(
        utils.data.Dataset<T> dataset,
        int batchSize,
        Func<IEnumerable<T>, Device, S> collate_fn,
        IEnumerable<long> shuffler,
        Device? device = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.dataset = dataset;
        batch_size = batchSize;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        Device = device ?? CPU;
        num_workers = Math.Max(num_worker, 1);
        this.drop_last = drop_last;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    public DataLoader(
        utils.data.Dataset<T> dataset,
        int batchSize,
        Func<IEnumerable<T>, Device, S> collate_fn,
        bool shuffle = false,
        Device? device = null,
        int? seed = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true)
        : this(
            dataset, batchSize, collate_fn, Order(dataset, shuffle, seed), device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    public utils.data.Dataset<T> dataset { get; }

    public int batch_size { get; }

    public bool drop_last { get; }

    public IEnumerable<long> sampler { get; }

    public int num_workers { get; }

    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    public Device Device { get; }

    public bool DisposeBatch { get; }

    public bool DisposeDataset { get; }

    /// <summary>The number of batches of one pass.</summary>
    public long Count => (dataset.Count + (drop_last ? 0 : batch_size - 1)) / batch_size;

    public IEnumerator<S> GetEnumerator()
    {
        foreach (long[] indices in sampler.Chunk(batch_size))
        {
            if (drop_last && indices.Length < batch_size)
            {
                yield break;
            }
            (S batch, IDisposable owned) = Load(indices);
            try
            {
                yield return batch;
            }
            finally
            {
                if (DisposeBatch)
                {
                    owned.Dispose();
                }
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset)
        {
            dataset.Dispose();
        }
    }

    private static IEnumerable<long> Order(utils.data.Dataset<T> dataset, bool shuffle, int? seed) =>
        shuffle ? new FisherYatesShuffler(dataset.Count, seed) : Ascending(dataset.Count);

    private static IEnumerable<long> Ascending(long count)
    {
        for (long i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    /// <summary>
    /// The batch, and what was made for it. Scopes belong to threads: what workers make is taken out of theirs and disposed of here.
    /// </summary>
    private (S Batch, IDisposable Owned) Load(long[] indices)
    {
        var samples = new T[indices.Length];
        var made = new DisposeScopeContents[indices.Length];
        if (num_workers == 1)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                (samples[i], made[i]) = Fetch(indices[i]);
            }
        }
        else
        {
            Parallel.For(0, indices.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, i =>
                (samples[i], made[i]) = Fetch(indices[i]));
        }
        using DisposeScope scope = NewDisposeScope();
        S batch = collate_fn(samples, Device);
        var owned = new DisposeScopeContents(scope);
        foreach (DisposeScopeContents sample in made)
        {
            sample.Dispose();
        }
        return (batch, owned);
    }

    private (T Sample, DisposeScopeContents Made) Fetch(long index)
    {
        using DisposeScope scope = NewDisposeScope();
        T sample = dataset.GetTensor(index);
        return (sample, new DisposeScopeContents(scope));
    }

    /// <summary>What a scope would have disposed of, taken out of it.</summary>
    private sealed class DisposeScopeContents : IDisposable
    {
        private readonly IReadOnlyList<IDisposable> _contents;

        public DisposeScopeContents(DisposeScope scope)
        {
            _contents = scope.DisposablesView;
            scope.Detach(_contents);
        }

        public void Dispose()
        {
            foreach (IDisposable content in _contents)
            {
                content.Dispose();
            }
        }
    }
}
