using Pruning;
using static TorchSharp.torch;

namespace Scoring;

/// <summary>Noise of 3×224×224 with labels of 1000 classes.</summary>
internal sealed class RandomImages(int batches, int batchSize) : IBatches
{
    public long Samples => (long)batches * batchSize;

    public int Count => batches;

    public IEnumerable<Batch> InOrder() => Shuffled(0);

    public IEnumerable<Batch> Shuffled(long seed, int first = 0)
    {
        for (int batch = first; batch < batches; batch++)
        {
            yield return new Batch(randn([batchSize, 3, 224, 224]), randint(0, 1000, [batchSize], dtype: ScalarType.Int64));
        }
    }
}
