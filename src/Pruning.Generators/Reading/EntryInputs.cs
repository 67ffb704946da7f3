using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>Which parameters of the entry method the declared inputs go to: one each, or several in a tuple, array or list.</summary>
internal static class EntryInputs
{
    /// <summary>How many inputs each parameter takes, in order; null if the method does not take so many.</summary>
    public static IReadOnlyList<int>? Counts(IMethodSymbol method, int inputs)
    {
        var counts = new List<int>();
        int left = inputs;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            int later = method.Parameters.Skip(counts.Count + 1).Where(other => !other.IsOptional).Sum(other => Least(other.Type));
            int count = Math.Min(TakesMany(parameter.Type) ? Math.Max(left - later, 1) : Least(parameter.Type), left);
            if (count == 0 && !parameter.IsOptional)
            {
                return null;
            }

            counts.Add(count);
            left -= count;
        }

        return left == 0 && inputs > 0 ? counts : null;
    }

    /// <summary>The values of the parameters that take inputs.</summary>
    public static IReadOnlyList<Value> Values(
        IMethodSymbol method, IReadOnlyList<int> counts, IReadOnlyList<Value> tensors, Func<ITypeSymbol, IEnumerable<Value>, Value> list)
    {
        var left = new Queue<Value>(tensors);
        return
        [
            .. method.Parameters.Zip(counts, (parameter, count) => (parameter.Type, count)).TakeWhile(input => input.count > 0)
                .Select(input => TakesMany(input.Type)
                    ? list(input.Type, Enumerable.Range(0, input.count).Select(_ => left.Dequeue()).ToList())
                    : One(input.Type, left)),
        ];
    }

    private static Value One(ITypeSymbol type, Queue<Value> left) => type is INamedTypeSymbol { IsTupleType: true } tuple
        ? new TupleValue([.. tuple.TupleElements.Select(element => One(element.Type, left))])
        : left.Dequeue();

    private static int Least(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Sum(element => Least(element.Type)) : 1;

    private static bool TakesMany(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => ModuleTree.CarriesTensors(array.ElementType),
        INamedTypeSymbol { IsTupleType: false, TypeArguments: [var element] } => ModuleTree.CarriesTensors(element),
        _ => false,
    };
}
