using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pruning;

/// <summary>
/// Changes a batch of inputs at random, before the network sees it. It draws from <paramref name="generator"/> only, whose seed
/// depends on the run's seed, the epoch and the batch, so that a run can be repeated and resumed.
/// </summary>
/// <param name="inputs">The batch, (N, …), which is not to be changed in place.</param>
/// <param name="generator">The source of randomness.</param>
/// <returns>A new batch of the same shape.</returns>
public delegate Tensor Augmentation(Tensor inputs, Generator generator);

/// <summary>The usual ways to vary images.</summary>
public static class Augmentations
{
    /// <summary>
    /// Moves each image (N, C, H, W) by up to <paramref name="padding"/> pixels in both directions, filling with zeros, and mirrors
    /// every second one left to right, at random.
    /// </summary>
    /// <param name="padding">The largest shift in pixels.</param>
    public static Augmentation CropAndFlip(int padding = 4)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return (images, generator) => CropAndFlip(images, padding, generator);
    }

    /// <summary>One gather over the padded batch, with an index per image: as fast as copying it.</summary>
    private static Tensor CropAndFlip(Tensor images, int padding, Generator generator)
    {
        using var scope = NewDisposeScope();
        long count = images.shape[0];
        long channels = images.shape[1];
        long height = images.shape[2];
        long width = images.shape[3];

        long[] perImage = [count, 1, 1];
        Tensor top = randint(0, (2 * padding) + 1, perImage, ScalarType.Int64, generator: generator);
        Tensor left = randint(0, (2 * padding) + 1, perImage, ScalarType.Int64, generator: generator);
        Tensor mirrored = randint(0, 2, perImage, ScalarType.Int64, generator: generator);

        Tensor row = arange(height, ScalarType.Int64).view(1, height, 1);
        Tensor column = arange(width, ScalarType.Int64).view(1, 1, width);
        Tensor source = column + (mirrored * (width - 1 - (column * 2)));
        Tensor index = ((row + top) * (width + (2 * padding))) + source + left;

        Tensor padded = pad(images, [padding, padding, padding, padding]);
        return padded.view(count, channels, -1)
            .gather(2, index.view(count, 1, height * width).expand(count, channels, height * width).to(images.device))
            .view(count, channels, height, width)
            .MoveToOuterDisposeScope();
    }
}
