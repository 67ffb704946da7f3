using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Reduce and Reuse, the reusing half: every removed activation is replaced by the best linear combination of those that stay, y ≈ A y', in
/// the least squares over samples and positions. A is folded into the layer that reads the channels, W' = W A, so nothing is added to the
/// network. Where removed channels depend linearly on kept ones, nothing changes. Needs samples, no labels. Source: Polyak and Wolf,
/// Channel-Level Acceleration of Deep Face Representations (2015), which inserts A as a 1×1 convolution.
/// </summary>
/// <param name="Ridge">What is added to the diagonal of the products that are inverted, as a share of their mean.</param>
public sealed record ReuseReconstruction(double Ridge = 1e-6) : ReaderReconstruction(Ridge)
{
    private static readonly ActivationProducts Products = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Products];

    private protected override Mended Mend(CoupledGroup group, string layer, long[] kept, long[] removed, ReaderWeights weights)
    {
        Tensor combinations = Combinations(group.Get(Products)[layer], kept, removed, Ridge); // (kept, removed)

        // What the weights of removed channels did is shared out among those of kept ones, at every other index alike.
        Tensor shares = combinations.matmul(weights.Dense.index_select(0, tensor(removed)));
        return new Mended(weights.Pruned + shares, $"{removed.Length} channels as combinations of {kept.Length}");
    }

    /// <summary>The factors with which kept activations make up removed ones, (kept, removed).</summary>
    internal static Tensor Combinations(SquareMatrix products, long[] kept, long[] gone, double ridge)
    {
        Tensor all = tensor(products.Values, [products.Size, products.Size]).index_select(0, tensor(kept));
        return LinearSystems.Solve(all.index_select(1, tensor(kept)), all.index_select(1, tensor(gone)), ridge);
    }
}
