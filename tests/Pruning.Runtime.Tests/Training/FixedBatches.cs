using static TorchSharp.torch;

namespace Pruning.Tests.Training;

/// <summary>Data whose batches always come in the same order, whatever the seed; the tensors are made anew for each pass.</summary>
internal sealed class FixedBatches(float[] inputs, long[] labels, int features, int batchSize) : IBatches
{
    public long Samples => labels.Length;

    public int Count => (labels.Length + batchSize - 1) / batchSize;

    public IEnumerable<Batch> InOrder() => Shuffled(0);

    public IEnumerable<Batch> Shuffled(long seed, int first = 0)
    {
        for (int start = first * batchSize; start < labels.Length; start += batchSize)
        {
            int end = Math.Min(start + batchSize, labels.Length);
            yield return new Batch(
                tensor(inputs[(start * features)..(end * features)], [end - start, features]),
                tensor(labels[start..end]));
        }
    }
}
