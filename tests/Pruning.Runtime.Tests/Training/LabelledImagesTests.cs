using static TorchSharp.torch;

namespace Pruning.Tests.Training;

public sealed class LabelledImagesTests
{
    [Fact]
    public void A_pass_reads_every_sample_once_with_its_label()
    {
        using LabelledImages data = Numbered(10, 4);

        long[][] batches = Read(data.Shuffled(seed: 3));

        data.Count.ShouldBe(3);
        batches.Select(batch => batch.Length).ShouldBe([4, 4, 2]);
        batches.SelectMany(batch => batch).Order().ShouldBe(Enumerable.Range(0, 10).Select(sample => (long)sample));
        Read(data.InOrder()).SelectMany(batch => batch).ShouldBe(Enumerable.Range(0, 10).Select(sample => (long)sample));
    }

    [Fact]
    public void The_seed_decides_the_order_and_a_pass_can_start_in_its_middle()
    {
        using LabelledImages data = Numbered(50, 8);

        long[][] whole = Read(data.Shuffled(seed: 3));

        Read(data.Shuffled(seed: 3, first: 4)).ShouldBe(whole[4..]);
        Read(data.Shuffled(seed: 3, first: 7)).ShouldBeEmpty();
        Read(data.Shuffled(seed: 4)).SelectMany(batch => batch).ShouldNotBe(whole.SelectMany(batch => batch));
    }

    [Fact]
    public void Tensors_that_do_not_fit_together_are_refused()
    {
        using Tensor images = zeros(3, 1, 2, 2);
        using Tensor labels = zeros(2, ScalarType.Int64);
        using Tensor fractions = zeros(3);

        Should.Throw<ArgumentException>(() => new LabelledImages(images, labels, 1))
            .Message.ShouldContain("(3, 1, 2, 2) do not go with 2 labels");
        Should.Throw<ArgumentException>(() => new LabelledImages(images, fractions, 1))
            .Message.ShouldContain("one 64-bit integer per image");
    }

    private static LabelledImages Numbered(int samples, int batchSize) =>
        new(arange(samples, ScalarType.Float32).view(samples, 1, 1, 1), arange(samples, ScalarType.Int64), batchSize);

    private static long[][] Read(IEnumerable<Batch> batches) => [.. batches.Select(batch =>
    {
        using Batch owned = batch;
        long[] labels = batch.Labels.contiguous().data<long>().ToArray();
        batch.Inputs.contiguous().data<float>().ToArray().ShouldBe(labels.Select(label => (float)label));
        return labels;
    })];
}
