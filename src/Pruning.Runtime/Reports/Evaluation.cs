using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>Measures networks.</summary>
public static class Evaluation
{
    /// <summary>The fraction of samples, from 0 to 1, for which the largest output is that of the label.</summary>
    /// <param name="model">
    /// A classifier with outputs of the shape (samples, classes). It runs in evaluation mode without gradients, and gets its training mode back.
    /// </param>
    /// <param name="batches">Inputs, and labels as int64 of the shape (samples). The tensors stay the caller's.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="PruningException">There is no sample.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static double Accuracy(
        Module<Tensor, Tensor> model, IEnumerable<(Tensor Inputs, Tensor Labels)> batches, CancellationToken cancellation = default)
    {
        using var evaluating = new EvaluationMode(model);
        long correct = 0, samples = 0;
        foreach ((Tensor inputs, Tensor labels) in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            correct += model.call(inputs).argmax(1).eq(labels).sum().item<long>();
            samples += labels.shape[0];
        }
        return samples > 0
            ? (double)correct / samples
            : throw new PruningException("The accuracy cannot be measured: there is no sample in the data.");
    }

    /// <summary>The size of all entries of the state dict in bytes; a file holds their names and shapes in addition.</summary>
    public static long StateBytes(Module model) => model.state_dict().Values.Sum(tensor => tensor.NumberOfElements * tensor.ElementSize);
}
