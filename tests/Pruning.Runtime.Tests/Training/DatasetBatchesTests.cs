using static TorchSharp.torch;

namespace Pruning.Tests.Training;

public sealed class DatasetBatchesTests
{
    [Fact]
    public void A_pass_reads_every_sample_once_with_its_label()
    {
        using var dataset = new Squares(10);
        var data = new DatasetBatches(dataset, 4);

        Read(data.InOrder()).ShouldBe([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
        long[][] shuffled = Read(data.Shuffled(seed: 3));
        shuffled.Length.ShouldBe(data.Count);
        shuffled.SelectMany(batch => batch).Order().ShouldBe(Enumerable.Range(0, 10).Select(sample => (long)sample));
        data.Samples.ShouldBe(10);
    }

    [Fact]
    public void The_order_is_that_of_data_in_memory_and_a_pass_can_start_in_its_middle()
    {
        using var dataset = new Squares(10);
        var data = new DatasetBatches(dataset, 4, workers: 2);
        using var inMemory = new LabelledImages(arange(10, ScalarType.Float32).square().view(10, 1), arange(10, ScalarType.Int64), 4);

        long[][] whole = Read(data.Shuffled(seed: 3));

        whole.ShouldBe(Read(inMemory.Shuffled(seed: 3)));
        Read(data.Shuffled(seed: 3, first: 1)).ShouldBe(whole[1..]);
    }

    [Fact]
    public void A_missing_entry_is_named()
    {
        using var dataset = new Squares(3);

        Should.Throw<PruningException>(() => Read(new DatasetBatches(dataset, 2, labels: "class").InOrder()))
            .Message.ShouldContain("no entry 'class', only data, label");
    }

    private static long[][] Read(IEnumerable<Batch> batches) => [.. batches.Select(batch =>
    {
        using Batch owned = batch;
        long[] labels = batch.Labels.data<long>().ToArray();
        batch.Inputs.flatten().data<float>().ToArray().ShouldBe(labels.Select(label => (float)label * label));
        return labels;
    })];

    /// <summary>Numbers and their squares.</summary>
    private sealed class Squares(int count) : utils.data.Dataset
    {
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) => new()
        {
            ["data"] = tensor(new float[] { index * index }),
            ["label"] = tensor(index),
        };
    }
}
