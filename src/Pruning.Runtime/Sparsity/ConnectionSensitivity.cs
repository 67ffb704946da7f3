using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// How much the loss depends on each single weight of a network: |w · ∂L/∂w|, as a share of the sum over all weights. Source: Lee et al.,
/// SNIP: Single-shot Network Pruning (2019).
/// </summary>
public static class ConnectionSensitivity
{
    /// <summary>Measures all weights of two dimensions or more.</summary>
    /// <param name="model">The network, which is left as it was. The paper takes one that is not trained yet.</param>
    /// <param name="calibration">Labelled data, of which the gradients of all batches are added up. The paper takes one batch.</param>
    /// <returns>For each weight, by its name, a tensor of its shape; all entries together are 1. The caller disposes of them.</returns>
    /// <exception cref="PruningException">
    /// Gradients are switched off, the data is not fit for the network, or no weight matters.
    /// </exception>
    public static IReadOnlyDictionary<string, Tensor> Of(Module<Tensor, Tensor> model, Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibration);
        CalibrationPass.RequireGradients(nameof(ConnectionSensitivity));
        using DisposeScope scope = NewDisposeScope();
        using var evaluating = new EvaluationMode(model);
        using var gradients = new ParameterGradients(model, wanted: true);
        AddGradients(new CalibrationPass(model, model.GetName(), calibration), calibration);
        var products = WeightMasks.WeightsOf(model).ToDictionary(named => named.Name, named => Product(named.Weight));
        double total = products.Values.Sum(product => product.sum().to_type(ScalarType.Float64).item<double>());
        return total > 0
            ? products.ToDictionary(named => named.Key, named => (named.Value / total).MoveToOuterDisposeScope())
            : throw new PruningException("The loss depends on no weight of the network, so none can be said to matter more than others.");
    }

    private static void AddGradients(CalibrationPass pass, Calibration calibration) => pass.ReadAll(batch =>
    {
        using IDisposable differentiating = enable_grad();
        foreach (CalibrationBatch part in batch.Parts(calibration.SamplesAtOnce ?? batch.Samples))
        {
            pass.Losses(pass.Forward(part), part).sum().backward();
        }
    });

    private static Tensor Product(Tensor weight) =>
        weight.grad is { } gradient ? (weight.detach() * gradient).abs() : zeros_like(weight);
}
