using Cifar10.Data;
using Pruning;
using static TorchSharp.torch;

namespace Cifar10.Tests;

public sealed class ImageSetTests
{
    [Fact]
    public void Batches_are_normalised_per_channel()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 3072).Select(pixel => (byte)(pixel % 251))];
        using LabelledImages data = new ImageSet(pixels, [3, 8]).ToBatches(batchSize: 2);

        using Batch batch = data.InOrder().Single();

        batch.Inputs.shape.ShouldBe([2, 3, 32, 32]);
        batch.Inputs.dtype.ShouldBe(ScalarType.Float32);
        batch.Labels.data<long>().ToArray().ShouldBe([3, 8]);
        Pixel(batch, 0, 0, 0, 5).ShouldBe(((5 / 255f) - 0.485f) / 0.229f, 1e-5f);
        Pixel(batch, 0, 1, 0, 0).ShouldBe(((1024 % 251 / 255f) - 0.456f) / 0.224f, 1e-5f);
        Pixel(batch, 1, 2, 31, 31).ShouldBe(((6143 % 251 / 255f) - 0.406f) / 0.225f, 1e-5f);
    }

    private static float Pixel(Batch batch, long image, long channel, long row, long column)
    {
        using Tensor value = batch.Inputs[image, channel, row, column];
        return value.item<float>();
    }
}
