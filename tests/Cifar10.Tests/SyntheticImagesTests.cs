using System.Security.Cryptography;
using Cifar10.Data;
using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

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

    [Fact]
    public async Task A_small_network_learns_them_but_not_all()
    {
        manual_seed(1);
        ImageData data = SyntheticImages.Create(SyntheticImages.TrainCount, SyntheticImages.TestCount);
        using LabelledImages train = data.Train.ToBatches(64);
        using LabelledImages test = data.Test.ToBatches(250);
        using Sequential network = Sequential(
            Conv2d(3, 16, 3, padding: 1, stride: 2, bias: false), BatchNorm2d(16), ReLU(),
            Conv2d(16, 32, 3, padding: 1, bias: false), BatchNorm2d(32), ReLU(), MaxPool2d(2),
            Conv2d(32, 64, 3, padding: 1, bias: false), BatchNorm2d(64), ReLU(), MaxPool2d(2),
            Flatten(), Linear(64 * 4 * 4, 10));

        FineTuningResult result = await new FineTuning(new FineTuningOptions { Epochs = 8, LearningRate = 0.1 }).RunAsync(network, train, test);

        result.Best.Test!.Accuracy.ShouldBeInRange(0.90, 0.97);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
