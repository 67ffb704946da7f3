using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Costing;

/// <summary>What one more channel of a group adds to a sum of products of widths: its forward difference, in closed form.</summary>
internal static class MarginalCost
{
    /// <summary>The difference of a sum, without products that the group does not touch.</summary>
    public static EquatableArray<CostProduct> Of(IEnumerable<CostProduct> sum, int grown) =>
        CostProducts.Merged(sum.SelectMany(product => Difference(product, grown)));

    /// <summary>
    /// Each factor f grows by its own difference d, and (f₁ + d₁)(f₂ + d₂) − f₁f₂ is the sum over all choices of factors, but none, of the
    /// chosen factors' differences times the other factors.
    /// </summary>
    private static IEnumerable<CostProduct> Difference(CostProduct product, int grown) =>
        from chosen in Choices([.. Places(product.Factors, factor => factor.Terms.Any(term => term.Groups.Contains(grown)))])
        select CostProducts.Of(
            product.Coefficient,
            product.Factors.Select((factor, place) => chosen.Contains(place) ? Difference(factor, grown) : factor))!;

    private static WidthExpression Difference(WidthExpression factor, int grown) =>
        new(factor.Terms.SelectMany(term => Difference(term, grown)).ToEquatableArray());

    /// <summary>The same for a power of the group's width: a chosen width is replaced by 1.</summary>
    private static IEnumerable<WidthTerm> Difference(WidthTerm term, int grown) =>
        from chosen in Choices([.. Places(term.Groups, other => other == grown)])
        select term with { Groups = term.Groups.Where((_, place) => !chosen.Contains(place)).ToEquatableArray() };

    private static IEnumerable<int> Places<T>(IEnumerable<T> items, Func<T, bool> isWanted) =>
        items.Select((item, place) => (item, place)).Where(pair => isWanted(pair.item)).Select(pair => pair.place);

    /// <summary>All subsets but the empty one.</summary>
    private static IEnumerable<HashSet<int>> Choices(int[] places) =>
        from bits in Enumerable.Range(1, (1 << places.Length) - 1)
        select new HashSet<int>(places.Where((_, bit) => (bits >> bit & 1) == 1));
}
