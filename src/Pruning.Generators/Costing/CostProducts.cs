using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Costing;

/// <summary>Makes products of widths, and sums of them, in the form in which they are printed.</summary>
internal static class CostProducts
{
    /// <summary>
    /// A product whose factors are single groups or sums: what a factor of one term multiplies by goes into the coefficient. Null where a
    /// factor depends on a size that is not known as a number.
    /// </summary>
    public static CostProduct? Of(long coefficient, IEnumerable<WidthExpression> factors)
    {
        var canonical = new List<WidthExpression>();
        foreach (WidthExpression factor in factors)
        {
            if (factor.Terms.Any(term => term.Atoms.Count > 0))
            {
                return null;
            }

            if (factor.Terms.Count == 1 && factor.Terms[0] is not { Coefficient: 1, Groups.Count: 1 })
            {
                coefficient *= factor.Terms[0].Coefficient;
                canonical.AddRange(factor.Terms[0].Groups.Select(Group));
            }
            else
            {
                canonical.Add(factor);
            }
        }

        return new CostProduct(coefficient, canonical.ToEquatableArray());
    }

    /// <summary>Products of the same widths become one: a batch norm's scale and shift are twice its channels.</summary>
    public static EquatableArray<CostProduct> Merged(IEnumerable<CostProduct> products)
    {
        CostProduct[] all = [.. products];
        return all.Length == 1 ? EquatableArray.Of(all) : all
            .GroupBy(product => product.Factors)
            .Select(like => new CostProduct(like.Sum(product => product.Coefficient), like.Key))
            .ToEquatableArray();
    }

    private static WidthExpression Group(int group) =>
        new(EquatableArray.Of(new WidthTerm(1, EquatableArray.Of(group), EquatableArray<SizeAtom>.Empty)));
}
