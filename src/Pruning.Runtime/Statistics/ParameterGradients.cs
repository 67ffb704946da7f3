using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Lets gradients reach all parameters of a model, or none, until it is disposed of. Then the parameters get the gradients and settings
/// back that they had.
/// </summary>
internal sealed class ParameterGradients : IDisposable
{
    private readonly (Parameter Parameter, bool RequiresGradient, Tensor? Gradient)[] _before;

    public ParameterGradients(Module model, bool wanted)
    {
        _before = [.. model.parameters().Select(parameter => (parameter, parameter.requires_grad, Kept(parameter.grad)))];
        foreach (Parameter parameter in _before.Select(state => state.Parameter))
        {
            parameter.requires_grad = wanted && parameter.is_floating_point();
        }
        Clear();
    }

    /// <summary>The parameters that gradients reach.</summary>
    public IEnumerable<Parameter> Wanted => _before.Select(state => state.Parameter).Where(parameter => parameter.requires_grad);

    /// <summary>Adds to the gradients.</summary>
    /// <param name="gradients">One for each of <see cref="Wanted"/>, or none at all; null where the loss does not depend on it.</param>
    public void Add(ReadOnlySpan<Tensor?> gradients)
    {
        using IDisposable noGradient = no_grad();
        foreach ((Parameter parameter, Tensor? gradient) in Wanted.Zip(gradients.ToArray()))
        {
            if (parameter.grad is { } sum)
            {
                sum.add_(gradient ?? zeros_like(sum));
            }
            else
            {
                parameter.grad = gradient;
            }
        }
    }

    /// <summary>Forgets the gradients of the last batch.</summary>
    public void Clear()
    {
        foreach (Parameter parameter in _before.Select(state => state.Parameter))
        {
            parameter.grad = null;
        }
    }

    public void Dispose()
    {
        foreach ((Parameter parameter, bool requiresGradient, Tensor? gradient) in _before)
        {
            parameter.requires_grad = requiresGradient;
            parameter.grad = gradient;
            gradient?.Dispose();
        }
    }

    private static Tensor? Kept(Tensor? gradient) => gradient?.DetachFromDisposeScope();
}
