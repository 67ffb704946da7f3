using Pruning;
using static TorchSharp.torch;

namespace Cifar10.Data;

/// <summary>Colour images of 32 × 32 pixels with their classes, as bytes.</summary>
/// <param name="Pixels">Per image the red, the green and the blue plane, row by row.</param>
/// <param name="Labels">Per image the class, 0 to 9.</param>
internal sealed record ImageSet(byte[] Pixels, byte[] Labels)
{
    public const int Side = 32;
    public const int Classes = 10;
    public const int PixelsPerImage = 3 * Side * Side;

    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] StandardDeviation = [0.229f, 0.224f, 0.225f];

    public int Count => Labels.Length;

    /// <summary>The first images, or all of them where there are not so many.</summary>
    public ImageSet Take(int? limit) => limit >= Count || limit is null
        ? this
        : new ImageSet(Pixels[..(limit.Value * PixelsPerImage)], Labels[..limit.Value]);

    /// <summary>The images as the networks want them: from 0 to 1, then normalised with the mean and deviation of natural images.</summary>
    public LabelledImages ToBatches(int batchSize)
    {
        using var scope = NewDisposeScope();
        Tensor images = tensor(Pixels, [Count, 3, Side, Side]).to(ScalarType.Float32).div_(255);
        images.sub_(tensor(Mean).view(1, 3, 1, 1)).div_(tensor(StandardDeviation).view(1, 3, 1, 1));
        Tensor labels = tensor(Labels, [Count]).to(ScalarType.Int64);
        return new LabelledImages(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), batchSize);
    }
}
