using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Reduce and Reuse, the reusing half: every removed activation is replaced by the best linear combination of those that stay, y ≈ A y', in
/// the least squares over samples and positions. A is folded into the layer that reads the channels, W' = W A, so nothing is added to the
/// network. Where removed channels depend linearly on kept ones, nothing changes. Needs samples, no labels. Source: Polyak and Wolf,
/// Channel-Level Acceleration of Deep Face Representations (2015), which inserts A as a 1×1 convolution.
/// </summary>
/// <param name="Ridge">What is added to the diagonal of the products that are inverted, as a share of their mean.</param>
public sealed record ReuseReconstruction(double Ridge = 1e-6) : Reconstruction
{
    private static readonly ActivationProducts Products = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Products];

    /// <inheritdoc/>
    public override ReconstructionReport Apply(PrunedPair networks)
    {
        var layers = ImmutableArray.CreateBuilder<ReconstructedLayer>();
        using IDisposable noGradient = no_grad();
        foreach ((CoupledGroup group, GroupMember member) in networks.Readers())
        {
            using DisposeScope scope = NewDisposeScope();
            long[] kept = [.. networks.Kept[group.Index].Select(channel => (long)channel)];
            long[] gone = [.. Ranking.Without(group.Group.Channels, networks.Kept[group.Index]).Select(channel => (long)channel)];
            SquareMatrix products = group.Get(Products)[member.Layout.Layer];
            Tensor combinations = Combinations(products, kept, gone, Ridge); // (kept, gone)

            // What the weights of removed channels did is shared out among those of kept ones, at every other index alike.
            var weights = new ReaderWeights(networks, group, member);
            weights.Write(weights.Pruned + combinations.matmul(weights.Dense.index_select(0, tensor(gone))));
            layers.Add(new ReconstructedLayer(
                member.Layout.Layer, $"{gone.Length} channels of '{group.Group.Name}' as combinations of {kept.Length}", true));
        }
        return new ReconstructionReport(layers.ToImmutable());
    }

    /// <summary>The factors with which kept activations make up removed ones, (kept, removed).</summary>
    internal static Tensor Combinations(SquareMatrix products, long[] kept, long[] gone, double ridge)
    {
        Tensor all = tensor(products.Values, [products.Size, products.Size]).index_select(0, tensor(kept));
        return LinearSystems.Solve(all.index_select(1, tensor(kept)), all.index_select(1, tensor(gone)), ridge);
    }
}
