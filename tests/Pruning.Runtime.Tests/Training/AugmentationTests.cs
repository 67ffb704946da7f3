using static TorchSharp.torch;

namespace Pruning.Tests.Training;

public sealed class AugmentationTests
{
    [Fact]
    public void Each_image_is_cropped_out_of_its_padding_and_perhaps_mirrored()
    {
        const int Padding = 2;
        using var scope = NewDisposeScope();
        Tensor images = arange(1, (40 * 2 * 5 * 4) + 1, ScalarType.Float32).view(40, 2, 5, 4);

        Tensor varied = Augmentations.CropAndFlip(Padding)(images, new Generator(3));

        varied.shape.ShouldBe(images.shape);
        Tensor padded = nn.functional.pad(images, [Padding, Padding, Padding, Padding]);
        var found = new HashSet<(int Top, int Left, bool Mirrored)>();
        for (int image = 0; image < 40; image++)
        {
            found.Add(CropOf(padded[image], varied[image], Padding).ShouldHaveSingleItem());
        }
        found.Count.ShouldBeGreaterThan(20);
        found.Select(crop => crop.Mirrored).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void The_generator_decides()
    {
        using var scope = NewDisposeScope();
        Tensor images = randn(16, 3, 8, 8);
        Augmentation augmentation = Augmentations.CropAndFlip();

        augmentation(images, new Generator(1)).Equals(augmentation(images, new Generator(1))).ShouldBeTrue();
        augmentation(images, new Generator(1)).Equals(augmentation(images, new Generator(2))).ShouldBeFalse();
    }

    /// <summary>By brute force: which crops of the padded image are this one.</summary>
    private static List<(int Top, int Left, bool Mirrored)> CropOf(Tensor padded, Tensor image, int padding)
    {
        List<(int, int, bool)> crops = [];
        for (int top = 0; top <= 2 * padding; top++)
        {
            for (int left = 0; left <= 2 * padding; left++)
            {
                Tensor crop = padded.narrow(1, top, image.shape[1]).narrow(2, left, image.shape[2]);
                if (crop.Equals(image))
                {
                    crops.Add((top, left, false));
                }
                if (crop.flip(2).Equals(image))
                {
                    crops.Add((top, left, true));
                }
            }
        }
        return crops;
    }
}
