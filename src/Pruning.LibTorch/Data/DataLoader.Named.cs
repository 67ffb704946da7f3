using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batches of named tensors, stacked along a new first dimension.</summary>
public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    public DataLoader(
        utils.data.Dataset dataset,
        int batchSize,
        IEnumerable<long> shuffler,
        Device? device = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    public DataLoader(
        utils.data.Dataset dataset,
        int batchSize,
        bool shuffle = false,
        Device? device = null,
        int? seed = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    private static Dictionary<string, Tensor> Collate(IEnumerable<Dictionary<string, Tensor>> samples, Device device)
    {
        Dictionary<string, Tensor>[] all = [.. samples];
        var batch = new Dictionary<string, Tensor>();
        foreach (string key in all[0].Keys)
        {
            batch.Add(key, Batches.Stack(all.Select(sample => sample[key]), device));
        }
        return batch;
    }
}
