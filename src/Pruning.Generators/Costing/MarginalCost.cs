using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Costing;

/// <summary>What one more channel of a group adds to what a network costs: forward differences of the formulas, themselves formulas.</summary>
internal sealed class MarginalCost(PruningModel model)
{
    private readonly ILookup<int, CostProduct> _parameters = ByGroup(model.Costs.SelectMany(cost => cost.Parameters));
    private readonly ILookup<int, CostProduct> _macs = ByGroup(model.Costs.SelectMany(cost => cost.Macs));
    private readonly ILookup<int, CostProduct> _activations = ByGroup(model.Costs.SelectMany(cost => cost.Activations));

    /// <summary>What it adds to the trainable parameters.</summary>
    public EquatableArray<CostProduct> Parameters(int group) => Difference(_parameters[group], group);

    /// <summary>What it adds to the multiply-accumulates.</summary>
    public EquatableArray<CostProduct> Macs(int group) => Difference(_macs[group], group);

    /// <summary>What it adds to the activation memory.</summary>
    public EquatableArray<CostProduct> Activations(int group) => Difference(_activations[group], group);

    private static ILookup<int, CostProduct> ByGroup(IEnumerable<CostProduct> sum) => (
        from product in sum
        from touched in product.Factors.SelectMany(factor => factor.Terms).SelectMany(term => term.Groups).Distinct()
        select (touched, product)).ToLookup(pair => pair.touched, pair => pair.product);

    private static EquatableArray<CostProduct> Difference(IEnumerable<CostProduct> sum, int grown) =>
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
