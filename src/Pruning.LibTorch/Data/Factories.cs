using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        public static partial class data
        {
            public static DataLoader DataLoader(
                Dataset dataset,
                int batchSize,
                IEnumerable<long> shuffler,
                Device? device = null,
                int num_worker = 1,
                bool drop_last = false,
                bool disposeBatch = true,
                bool disposeDataset = true) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

            public static DataLoader DataLoader(
                Dataset dataset,
                int batchSize,
                bool shuffle = false,
                Device? device = null,
                int? seed = null,
                int num_worker = 1,
                bool drop_last = false,
                bool disposeBatch = true,
                bool disposeDataset = true) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

            public static IterableDataLoader DataLoader(
                IterableDataset dataset,
                int batchSize,
                IEnumerable<long> shuffler,
                Device? device = null,
                int num_worker = 1,
                bool drop_last = false,
                bool disposeBatch = true,
                bool disposeDataset = true) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

            public static IterableDataLoader DataLoader(
                IterableDataset dataset,
                int batchSize,
                bool shuffle = false,
                Device? device = null,
                int? seed = null,
                int num_worker = 1,
                bool drop_last = false,
                bool disposeBatch = true,
                bool disposeDataset = true) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

            public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
        }
    }
}
