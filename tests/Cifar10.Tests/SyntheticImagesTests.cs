using System.Security.Cryptography;
using Cifar10.Data;

namespace Cifar10.Tests;

public sealed class SyntheticImagesTests
{
    [Fact]
    public void The_images_are_the_same_everywhere()
    {
        ImageData data = SyntheticImages.Create(200, 100);

        Hash(data.Train.Pixels).ShouldBe("74c996a9b7c8a1cc");
        Hash(data.Test.Pixels).ShouldBe("9d8af52c3bf378f8");
    }

    [Fact]
    public void How_many_there_are_does_not_change_the_first_ones()
    {
        ImageData few = SyntheticImages.Create(20, 10);
        ImageData many = SyntheticImages.Create(50, 30);

        many.Train.Take(20).Pixels.ShouldBe(few.Train.Pixels);
        many.Test.Take(10).Labels.ShouldBe(few.Test.Labels);
    }

    [Fact]
    public void Every_class_is_as_frequent_and_test_images_are_others()
    {
        ImageData data = SyntheticImages.Create(100, 100);

        data.Train.Labels.GroupBy(label => label).ShouldAllBe(images => images.Count() == 10);
        data.Test.Pixels.ShouldNotBe(data.Train.Pixels);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
