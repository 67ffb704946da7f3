using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// ThiNet's scaling: every kept channel's weights in the layer that reads it are multiplied by one factor, such that the layer's output
/// changes least in the least squares: ŵ = argmin ‖y - X̂ w‖². Needs samples, no labels. Source: Luo et al., ThiNet (2017).
/// </summary>
/// <param name="Ridge">What is added to the diagonal of the products that are inverted, as a share of their mean.</param>
public sealed record ScalingReconstruction(double Ridge = 1e-6) : Reconstruction
{
    private static readonly Contributions Contributions = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Contributions];

    /// <inheritdoc/>
    public override ReconstructionReport Apply(PrunedPair networks)
    {
        var layers = ImmutableArray.CreateBuilder<ReconstructedLayer>();
        using IDisposable noGradient = no_grad();
        foreach ((CoupledGroup group, GroupMember member) in networks.Readers())
        {
            using DisposeScope scope = NewDisposeScope();
            ContributionProducts products = group.Get(Contributions).Single(found => found.Layer == member.Layout.Layer);
            double[] factors = Factors(products.Products, [.. networks.Kept[group.Index].Select(channel => (long)channel)], Ridge);
            var weights = new ReaderWeights(networks, group, member);
            weights.Write(weights.Pruned * tensor(factors).unsqueeze(1));
            layers.Add(new ReconstructedLayer(
                member.Layout.Layer, $"factors from {factors.Min():G3} to {factors.Max():G3} for '{group.Group.Name}'", true));
        }
        return new ReconstructionReport(layers.ToImmutable());
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
