using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Pruning;

/// <summary>How well a classifier does on some data.</summary>
/// <param name="Accuracy">The fraction of samples, from 0 to 1, for which the largest output is that of the label.</param>
/// <param name="Loss">The mean cross-entropy.</param>
/// <param name="Samples">How many samples were seen.</param>
public sealed record EvaluationResult(double Accuracy, double Loss, long Samples);

/// <summary>Measures networks.</summary>
public static class Evaluation
{
    /// <summary>Runs a classifier over the data once.</summary>
    /// <param name="model">
    /// A classifier with outputs of the shape (samples, classes). It runs in evaluation mode without gradients, and gets its training mode
    /// back.
    /// </param>
    /// <param name="data">The data; each batch goes to the device of the network's parameters.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="PruningException">There is no sample.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static EvaluationResult Measure(Module<Tensor, Tensor> model, IBatches data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        using var evaluating = new EvaluationMode(model);
        Device device = DeviceOf(model);
        long correct = 0, samples = 0;
        double loss = 0;
        foreach (Batch batch in data.InOrder())
        {
            using Batch owned = batch;
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor labels = batch.Labels.to(device);
            Tensor outputs = model.call(batch.Inputs.to(device));
            correct += outputs.argmax(1).eq(labels).sum().item<long>();
            loss += cross_entropy(outputs, labels, reduction: Reduction.Sum).to_type(ScalarType.Float64).item<double>();
            samples += labels.shape[0];
        }
        return samples > 0
            ? new EvaluationResult((double)correct / samples, loss / samples, samples)
            : throw new PruningException("The accuracy cannot be measured: there is no sample in the data.");
    }

    /// <summary>The size of all entries of the state dict in bytes; a file holds their names and shapes in addition.</summary>
    public static long StateBytes(Module model) => model.state_dict().Values.Sum(tensor => tensor.NumberOfElements * tensor.ElementSize);

    /// <summary>Where a network's parameters are.</summary>
    internal static Device DeviceOf(Module<Tensor, Tensor> model) => model.parameters().FirstOrDefault()?.device ?? CPU;
}
