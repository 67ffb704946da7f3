using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Pruning;

/// <summary>
/// Learning from another network's outputs (Hinton et al. 2015), usually those of the dense model:
/// loss = (1 − weight) · cross-entropy + weight · T² · KL(teacher at temperature T ‖ student at temperature T).
/// </summary>
/// <param name="Teacher">The network to learn from, which is run in evaluation mode and not changed.</param>
public sealed record Distillation(Module<Tensor, Tensor> Teacher)
{
    /// <summary>The share of the teacher in the loss, from 0 to 1. Default: 0.7.</summary>
    public double Weight { get; init; } = 0.7;

    /// <summary>How much both outputs are softened. Default: 2.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>The whole loss, a scalar.</summary>
    /// <param name="student">The student's logits, (N, classes).</param>
    /// <param name="teacher">The teacher's logits for the same inputs.</param>
    /// <param name="crossEntropy">The student's loss against the labels.</param>
    internal Tensor Loss(Tensor student, Tensor teacher, Tensor crossEntropy)
    {
        Tensor expected = log_softmax(teacher / Temperature, 1);
        Tensor found = log_softmax(student / Temperature, 1);
        Tensor divergence = (expected.exp() * (expected - found)).sum() / student.shape[0];
        return (crossEntropy * (1 - Weight)) + (divergence * (Weight * Temperature * Temperature));
    }
}
