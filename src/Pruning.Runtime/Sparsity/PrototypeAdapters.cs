using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Like <see cref="LowRankAdapters"/>, but each weight gets a sum of Kronecker products Σ P ⊗ (b·a) added: a few small prototypes b·a of
/// rank one, which all layers share, at positions P (O / block, I / block) of each layer's own (Hedegaard et al., Structured Pruning Adapters,
/// 2022: SPLoPA). Layers whose channels are not multiples of the block stay frozen.
/// </summary>
/// <param name="Prototypes">How many prototypes there are. Default: 64.</param>
/// <param name="Block">The size of a prototype. Default: 32.</param>
public sealed record PrototypeAdapters(int Prototypes = 64, int Block = 32) : TrainingMethod
{
    /// <summary>The momentum of what is trained, whose learning rate is that of the run. Default: 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decides what is begun with. Default: 0.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        string[] adapted =
        [
            .. context.Weights.Where(name => context.Parameters[name].shape is var shape && shape[0] % Block == 0 && shape[1] % Block == 0),
        ];
        if (adapted.Length == 0)
        {
            throw new PruningException($"No layer reads and gives multiples of {Block} channels: choose a smaller {nameof(Block)}.");
        }
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed);
        Tensor first = context.Parameters[adapted[0]];
        Tensor columns = AdapterParts.Uniform([Prototypes, Block, 1], 1 / Math.Sqrt(Block), first, generator);
        Tensor rows = AdapterParts.Uniform([Prototypes, 1, Block], 1 / Math.Sqrt(Block), first, generator);
        var parts = adapted.ToDictionary(name => name, name =>
        {
            Tensor weight = context.Parameters[name];
            long[] places = [Prototypes, weight.shape[0] / Block, weight.shape[1] / Block];
            return new AdapterParts(AdapterParts.Uniform(places, 1e-4, weight, generator), columns, rows);
        });
        return new AdapterHook(context, parts, Momentum, all => Delta(all[0], all[1], all[2]));
    }

    /// <summary>The sum of Kronecker products, (O, I).</summary>
    /// <param name="positions">P of each prototype, (n, O / block, I / block).</param>
    /// <param name="columns">b of each prototype, (n, block, 1).</param>
    /// <param name="rows">a of each prototype, (n, 1, block).</param>
    internal static Tensor Delta(Tensor positions, Tensor columns, Tensor rows)
    {
        long count = positions.shape[0];
        Tensor prototypes = columns.matmul(rows);
        long height = prototypes.shape[1], width = prototypes.shape[2], down = positions.shape[1], across = positions.shape[2];
        // (down · across, n) × (n, height · width), with the axes then put into their order.
        return positions.view(count, -1).t().matmul(prototypes.view(count, -1))
            .view(down, across, height, width)
            .permute(0, 2, 1, 3)
            .reshape(down * height, across * width);
    }
}
