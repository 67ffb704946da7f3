using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// How much of each weight goes, so that a fraction of all weights goes: for
/// <see cref="WeightMasks.Smallest(Module, MaskPattern, Func{string, double?})"/>, or, by the layers' names, for <see cref="PruningRatios"/>.
/// </summary>
public static class LayerSparsities
{
    /// <summary>
    /// Erdős–Rényi with kernels: the density of a weight is proportional to the sum of its dimensions by their product, so small layers stay
    /// denser. Weights that would need more than all of their elements stay whole, and the others make up for them. Source: Evci et al.,
    /// Rigging the Lottery (2020); for linear layers Mocanu et al. (2018).
    /// </summary>
    /// <param name="model">The network; parameters of two dimensions or more count.</param>
    /// <param name="sparsity">The fraction of all elements that goes, from 0 to below 1.</param>
    /// <returns>The fraction that goes, by the weight's name.</returns>
    public static ImmutableDictionary<string, double> ErdosRenyi(Module model, double sparsity)
    {
        (string Name, double Elements, double Raw)[] weights =
            [.. WeightsOf(model, sparsity).Select(named => (named.Name, named.Elements, named.Shape.Sum() / named.Elements))];
        double kept = (1 - sparsity) * weights.Sum(weight => weight.Elements);
        var whole = new HashSet<string>();
        while (true)
        {
            double left = kept - weights.Where(weight => whole.Contains(weight.Name)).Sum(weight => weight.Elements);
            double factor = left / weights.Where(weight => !whole.Contains(weight.Name)).Sum(weight => weight.Raw * weight.Elements);
            string[] full =
                [.. weights.Where(weight => !whole.Contains(weight.Name) && factor * weight.Raw > 1).Select(weight => weight.Name)];
            if (full.Length == 0)
            {
                return weights.ToImmutableDictionary(
                    weight => weight.Name, weight => whole.Contains(weight.Name) ? 0 : 1 - (factor * weight.Raw));
            }
            whole.UnionWith(full);
        }
    }

    /// <summary>
    /// Uniform, but the first weight stays whole, and of the last one a fifth at least: what both lose less, the others lose more. Source:
    /// Gale et al., The State of Sparsity in Deep Neural Networks (2019), "uniform+" in Lee et al. (2021).
    /// </summary>
    /// <param name="model">The network; parameters of two dimensions or more count, in the order in which they are registered.</param>
    /// <param name="sparsity">The fraction of all elements that goes, from 0 to below 1.</param>
    /// <returns>The fraction that goes, by the weight's name.</returns>
    /// <exception cref="PruningException">So much cannot go, as the first weight stays and a fifth of the last.</exception>
    public static ImmutableDictionary<string, double> UniformPlus(Module model, double sparsity)
    {
        const double MostOfLast = 0.8;
        (string Name, long[] Shape, double Elements)[] weights = [.. WeightsOf(model, sparsity)];
        double goes = sparsity * weights.Sum(weight => weight.Elements);
        double others = weights.Skip(1).Sum(weight => weight.Elements), last = weights[^1].Elements;
        double everywhere = goes / others;
        double ofLast = Math.Min(everywhere, MostOfLast);
        double between = everywhere <= MostOfLast ? everywhere : (goes - (MostOfLast * last)) / (others - last);
        return between <= 1
            ? weights.Select((weight, index) => (weight.Name, Sparsity: index == 0 ? 0 : index == weights.Length - 1 ? ofLast : between))
                .ToImmutableDictionary(pair => pair.Name, pair => pair.Sparsity)
            : throw new PruningException(
                $"A sparsity of {sparsity} is out of reach: '{weights[0].Name}' stays whole, and a fifth of '{weights[^1].Name}'.");
    }

    /// <summary>
    /// By how unequal the units of a weight are: of n units with the magnitudes v, as many stay as would have the same sum and the same
    /// norm if they were all alike, ⌈(Σv)² / Σv²⌉. Of equal units all stay, of one that outdoes the others nearly one.
    /// </summary>
    /// <param name="model">The network; parameters of two dimensions or more count.</param>
    /// <param name="pattern">What the units are; a unit is worth the sum of its magnitudes.</param>
    /// <param name="factor">How many times as many stay, above 0; all at most. Default: 1.</param>
    /// <returns>The fraction that goes, by the weight's name.</returns>
    public static ImmutableDictionary<string, double> EffectiveUnits(Module model, MaskPattern pattern, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return WeightMasks.WeightsOf(model).ToImmutableDictionary(named => named.Name, named =>
        {
            double[] units = Vectors.Of(pattern.Worth(named.Weight.detach().abs()));
            double kept = Math.Ceiling(Hoyer.EffectiveCount(units) - 1e-9) * factor;
            return Math.Max(0, 1 - (kept / units.Length));
        });
    }

    private static IEnumerable<(string Name, long[] Shape, double Elements)> WeightsOf(Module model, double sparsity)
    {
        ArgumentNullException.ThrowIfNull(model);
        return sparsity is >= 0 and < 1
            ? WeightMasks.WeightsOf(model).Select(named => (named.Name, named.Weight.shape, (double)named.Weight.NumberOfElements))
            : throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "The fraction that goes must be at least 0 and below 1.");
    }
}
