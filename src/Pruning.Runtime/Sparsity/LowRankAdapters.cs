using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Trains a few new parameters in place of the weights, which are frozen: each weight is used with a product of two thin matrices added,
/// W + B·A with B (O, r) and A (r, I), at the centre of the kernel of a convolution (Hedegaard et al., Structured Pruning Adapters, 2022:
/// SPLoRA). Biases and norms are trained as usual. At the end the products are added to the weights, which can be pruned like any others:
/// without some channels, B loses rows and A columns.
/// </summary>
/// <param name="Rank">r. Default: 16.</param>
public sealed record LowRankAdapters(int Rank = 16) : TrainingMethod
{
    /// <summary>The momentum of A and B, whose learning rate is that of the run. Default: 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decides what A and B begin with. Default: 0.</summary>
    public long Seed { get; init; }

    /// <summary>How many numbers are learned in place of the weights: Σ (O + I) · r. Biases and norms come on top.</summary>
    /// <param name="model">The network, dense or pruned.</param>
    public long LearnedParameters(Module model) =>
        WeightMasks.WeightsOf(model).Sum(named => (named.Weight.shape[0] + named.Weight.shape[1]) * Rank);

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed);
        var parts = new Dictionary<string, AdapterParts>();
        foreach (string name in context.Weights)
        {
            Tensor weight = context.Parameters[name];
            // A begins as torch's layers do, B next to zero.
            double bound = 1 / Math.Sqrt(weight.shape[1]);
            parts.Add(name, new AdapterParts(
                AdapterParts.Uniform([weight.shape[0], Rank], 1e-4, weight, generator),
                AdapterParts.Uniform([Rank, weight.shape[1]], bound, weight, generator)));
        }
        return new AdapterHook(context, parts, Momentum, all => all[0].matmul(all[1]));
    }
}
