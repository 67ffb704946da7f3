using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>
/// Which parameters of the entry method the declared inputs go to: one each, or several in a tuple, array or list. What has a default or
/// may be null is left out where the inputs do not reach.
/// </summary>
internal static class EntryInputs
{
    /// <summary>How many inputs each parameter takes, in order; null if the method does not take so many.</summary>
    public static IReadOnlyList<int>? Counts(IMethodSymbol method, int inputs) => inputs > 0 ? Divide(SlotsOf(method), inputs) : null;

    /// <summary>How many inputs there are in all, where arrays and lists take one.</summary>
    public static int InAll(IMethodSymbol method) => SlotsOf(method).Sum(InAll);

    /// <summary>The values of the parameters that take inputs.</summary>
    public static IReadOnlyList<Value> Values(
        IMethodSymbol method, IReadOnlyList<int> counts, IReadOnlyList<Value> tensors, Func<ITypeSymbol, IEnumerable<Value>, Value> list) =>
        Fill(SlotsOf(method), counts.TakeWhile(count => count > 0).ToList(), new Queue<Value>(tensors), list);

    private static List<Value> Fill(
        IEnumerable<Slot> slots, IEnumerable<int> counts, Queue<Value> left, Func<ITypeSymbol, IEnumerable<Value>, Value> list) =>
        [.. slots.Zip(counts, (slot, count) => Fill(slot.Type, count, left, list))];

    private static Value Fill(ITypeSymbol type, int count, Queue<Value> left, Func<ITypeSymbol, IEnumerable<Value>, Value> list)
    {
        if (count == 0)
        {
            return Constant.Null;
        }

        if (TakesMany(type))
        {
            return list(type, Enumerable.Range(0, count).Select(_ => left.Dequeue()).ToList());
        }

        return SlotsIn(type) is { Count: > 0 } inner ? new TupleValue([.. Fill(inner, Divide(inner, count)!, left, list)]) : left.Dequeue();
    }

    private static IReadOnlyList<int>? Divide(IReadOnlyList<Slot> slots, int inputs)
    {
        var counts = new List<int>();
        int left = inputs;
        foreach (Slot slot in slots)
        {
            int later = slots.Skip(counts.Count + 1).Sum(Least);
            int count = (int)Math.Min(Most(slot.Type), Math.Min(Math.Max(left - later, Least(slot)), left));
            if (count < Least(slot) || (count > 0 && count < Least(slot.Type)))
            {
                return null;
            }

            counts.Add(count);
            left -= count;
        }

        return left == 0 ? counts : null;
    }

    private static int InAll(Slot slot) => SlotsIn(slot.Type) is { Count: > 0 } inner ? inner.Sum(InAll) : 1;

    private static int Least(Slot slot) => slot.IsOptional ? 0 : Least(slot.Type);

    private static int Least(ITypeSymbol type) => SlotsIn(type) is { Count: > 0 } inner ? inner.Sum(Least) : 1;

    private static long Most(ITypeSymbol type) => TakesMany(type) ? int.MaxValue
        : SlotsIn(type) is { Count: > 0 } inner ? inner.Sum(slot => Most(slot.Type))
        : 1;

    private static IReadOnlyList<Slot> SlotsOf(IMethodSymbol method) =>
        [.. method.Parameters.Select(parameter => new Slot(parameter.Type, parameter.IsOptional || MayBeNull(parameter.Type)))];

    private static IReadOnlyList<Slot> SlotsIn(ITypeSymbol type) => type is INamedTypeSymbol { IsTupleType: true } tuple
        ? [.. tuple.TupleElements.Select(element => new Slot(element.Type, MayBeNull(element.Type)))]
        : [];

    private static bool MayBeNull(ITypeSymbol type) => type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated };

    private static bool TakesMany(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => ModuleTree.CarriesTensors(array.ElementType),
        INamedTypeSymbol { IsTupleType: false, TypeArguments: [var element] } => ModuleTree.CarriesTensors(element),
        _ => false,
    };

    private readonly record struct Slot(ITypeSymbol Type, bool IsOptional);
}
