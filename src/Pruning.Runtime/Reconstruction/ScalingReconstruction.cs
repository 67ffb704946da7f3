using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// ThiNet's scaling: every kept channel's weights in the layer that reads it are multiplied by one factor, such that the layer's output
/// changes least in the least squares: ŵ = argmin ‖y - X̂ w‖². Needs samples, no labels. Source: Luo et al., ThiNet (2017).
/// </summary>
/// <param name="Ridge">What is added to the diagonal of the products that are inverted, as a share of their mean.</param>
public sealed record ScalingReconstruction(double Ridge = 1e-6) : ReaderReconstruction(Ridge)
{
    private static readonly Contributions Contributions = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Contributions];

    private protected override Mended Mend(CoupledGroup group, string layer, long[] kept, long[] removed, ReaderWeights weights)
    {
        ContributionProducts products = group.Get(Contributions).Single(found => found.Layer == layer);
        double[] factors = Factors(products.Products, kept, Ridge);
        return new Mended(
            weights.Pruned * tensor(factors).unsqueeze(1),
            FormattableString.Invariant($"factors from {factors.Min():G3} to {factors.Max():G3} for the kept channels"));
    }

    /// <summary>One factor for each kept channel.</summary>
    internal static double[] Factors(SquareMatrix products, long[] kept, double ridge)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = tensor(products.Values, [products.Size, products.Size]).index_select(0, tensor(kept));
        Tensor targets = rows.sum([1L], keepdim: true);
        return Vectors.Of(LinearSystems.Solve(rows.index_select(1, tensor(kept)), targets, ridge));
    }
}
