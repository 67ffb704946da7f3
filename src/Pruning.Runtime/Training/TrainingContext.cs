using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>The network that a <see cref="TrainingMethod"/> takes part in training.</summary>
/// <param name="Model">The network.</param>
/// <param name="Epochs">How many epochs the run has.</param>
/// <param name="Batches">How many batches an epoch has.</param>
/// <param name="Samples">How many samples an epoch has.</param>
public sealed record TrainingContext(Module<Tensor, Tensor> Model, int Epochs, int Batches, long Samples)
{
    /// <summary>The parameters that are trained, by their names in the state dict.</summary>
    public ImmutableDictionary<string, Parameter> Parameters { get; } = Model.named_parameters()
        .Where(named => named.parameter.requires_grad)
        .ToImmutableDictionary(named => named.name, named => named.parameter);

    /// <summary>
    /// The names of the weights that are trained, in the order of the state dict: parameters of at least two dimensions, which leaves out
    /// biases and norms.
    /// </summary>
    public ImmutableArray<string> Weights { get; } =
    [
        .. Model.named_parameters()
            .Where(named => named.parameter.requires_grad && named.parameter.dim() > 1)
            .Select(named => named.name),
    ];
}

/// <summary>A batch of a training run.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Number">The batch's number since the start of the run, from 0.</param>
/// <param name="LearningRate">The learning rate of the batch.</param>
/// <param name="Seed">A seed that no other batch of the run has.</param>
public readonly record struct TrainingStep(int Epoch, long Number, double LearningRate, long Seed);
