using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>The gradients of a batch's mean loss with respect to the model's parameters.</summary>
public sealed class WeightGradients
{
    private readonly Lazy<double> _total;

    internal WeightGradients(Module model, long samples)
    {
        Samples = samples;
        _total = new Lazy<double>(() => model.parameters().Where(parameter => parameter.dim() > 1).Sum(SizeOf));
    }

    /// <summary>The number of samples in the batch.</summary>
    public long Samples { get; }

    /// <summary>
    /// The sum of |w·g| over all weights of the model, without what has one dimension only: biases and the factors of norms.
    /// </summary>
    public double Total => _total.Value;

    /// <summary>Parameter times gradient, entry by entry; zeros where the loss does not depend on the parameter.</summary>
    public Tensor ProductOf(Tensor parameter) =>
        parameter.grad is { } gradient ? parameter.detach() * gradient / Samples : zeros_like(parameter);

    private double SizeOf(Tensor parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        return ProductOf(parameter).abs().sum().to_type(ScalarType.Float64).item<double>();
    }
}
