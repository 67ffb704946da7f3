using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Training;

/// <summary>A classification problem that takes milliseconds: small images whose brightest quarter is the class.</summary>
internal static class SmallProblem
{
    public const int Classes = 4;

    public static LabelledImages Data(int samples = 60, int batchSize = 16, long seed = 1)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor labels = randint(0, Classes, [samples], ScalarType.Int64, generator: generator);
        Tensor images = randn([samples, 1, 4, 4], generator: generator);
        for (int sample = 0; sample < samples; sample++)
        {
            long label = labels[sample].item<long>();
            images[sample, 0, label / 2 * 2, label % 2 * 2].add_(4);
        }
        return new LabelledImages(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), batchSize);
    }

    /// <summary>A network with all that a run has to keep: weights, running statistics, and dropout, which draws random numbers.</summary>
    public static Module<Tensor, Tensor> Network(long seed = 3)
    {
        manual_seed(seed);
        return Sequential(
            ("conv", Conv2d(1, 6, 3, padding: 1, bias: false)),
            ("bn", BatchNorm2d(6)),
            ("relu", ReLU()),
            ("flat", Flatten()),
            ("drop", Dropout(0.2)),
            ("linear", Linear(96, Classes)));
    }

    public static float[] Weights(this Module module) =>
        [.. module.state_dict().Values.SelectMany(tensor => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray())];
}
