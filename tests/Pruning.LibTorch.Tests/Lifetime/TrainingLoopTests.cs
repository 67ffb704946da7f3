using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Lifetime;

/// <summary>A training loop that holds its tensors in a scope leaves none behind.</summary>
public sealed class TrainingLoopTests
{
    [Fact]
    public void LeavesNoTensorBehind()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor weight = randn(4, 3, 3, 3).requires_grad_();
        Tensor head = randn(4, 2).requires_grad_();
        Tensor images = randn(8, 3, 8, 8);
        Tensor labels = randint(0, 2, [8]);
        Step(images, labels, weight, head);

        long before = LiveTensors.Settled();
        for (int i = 0; i < 5; i++)
        {
            Step(images, labels, weight, head);
            Tensor.TotalCount.ShouldBe(before);
        }
    }

    private static void Step(Tensor images, Tensor labels, Tensor weight, Tensor head)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = functional.relu(functional.conv2d(images, weight), inplace: true);
        features = functional.adaptive_avg_pool2d(features, 1).flatten(1);
        functional.cross_entropy(features.matmul(head), labels).backward();
        using (no_grad())
        {
            foreach (Tensor parameter in new[] { weight, head })
            {
                parameter.sub_(parameter.grad! * 0.1);
                parameter.grad!.zero_();
            }
        }
    }
}
