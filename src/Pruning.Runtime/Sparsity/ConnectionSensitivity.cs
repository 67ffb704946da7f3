using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>Weight times gradient, for every single weight of a network.</summary>
internal static class ConnectionSensitivity
{
    /// <summary>By the weights' names; the tensors belong to the caller's dispose scope.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(Module<Tensor, Tensor> model, Calibration calibration)
    {
        using var evaluating = new EvaluationMode(model);
        using var gradients = new ParameterGradients(model, wanted: true);
        Device device = Evaluation.DeviceOf(model);
        foreach (Batch batch in calibration.Data.InOrder().Take(calibration.Batches ?? int.MaxValue))
        {
            using Batch owned = batch;
            calibration.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            using IDisposable differentiating = enable_grad();
            calibration.Loss(model.call(batch.Inputs.to(device)), batch.Labels.to(device)).sum().backward();
        }
        return WeightMasks.WeightsOf(model).ToDictionary(
            named => named.Name, named => named.Weight.grad is { } gradient ? named.Weight.detach() * gradient : zeros_like(named.Weight));
    }
}
