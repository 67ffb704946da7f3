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
        from chosen in Choices(Places(product.Factors, factor => factor.Terms.Any(term => HasGroup(term, grown))))
        select CostProducts.Of(
            product.Coefficient,
            product.Factors.Items.Select((factor, place) => Has(chosen, place) ? Difference(factor, grown) : factor))!;

    private static WidthExpression Difference(WidthExpression factor, int grown) =>
        new(factor.Terms.Where(term => HasGroup(term, grown)).SelectMany(term => Difference(term, grown)).ToEquatableArray());

    /// <summary>The same for a power of the group's width: a chosen width is replaced by 1.</summary>
    private static IEnumerable<WidthTerm> Difference(WidthTerm term, int grown) =>
        from chosen in Choices(Places(term.Groups, other => other == grown))
        select term with { Groups = term.Groups.Where((_, place) => !Has(chosen, place)).ToEquatableArray() };

    private static bool HasGroup(WidthTerm term, int group) => term.Groups.Items.Contains(group);

    /// <summary>The places of the items that are wanted, a bit for each.</summary>
    private static uint Places<T>(EquatableArray<T> items, Func<T, bool> isWanted)
        where T : IEquatable<T>
    {
        uint places = 0;
        for (int place = 0; place < items.Count; place++)
        {
            places |= isWanted(items[place]) ? 1u << place : 0;
        }

        return places;
    }

    private static bool Has(uint places, int place) => (places >> place & 1) == 1;

    /// <summary>All subsets but the empty one, as numbers in their order: counting in the bits of the places only.</summary>
    private static IEnumerable<uint> Choices(uint places)
    {
        for (uint chosen = unchecked(0 - places) & places; chosen != 0; chosen = unchecked(chosen - places) & places)
        {
            yield return chosen;
        }
    }
}
