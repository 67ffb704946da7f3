using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Finds the symbols that sizes depend on.</summary>
internal static class SizeSymbols
{
    /// <summary>The symbols in an operand.</summary>
    public static IEnumerable<string> Of(Operand operand) => operand switch
    {
        SizeOperand size => Of(size.Value),
        WidthOperand width => width.Width.Terms.SelectMany(term => term.Atoms).SelectMany(Of),
        _ => [],
    };

    private static IEnumerable<string> Of(Size size) => size.Terms.SelectMany(term => term.Atoms).SelectMany(Of);

    private static IEnumerable<string> Of(SizeAtom atom) => atom switch
    {
        SymbolAtom symbol => [symbol.Name],
        QuotientAtom quotient => Of(quotient.Dividend).Concat(Of(quotient.Divisor)),
        RemainderAtom remainder => Of(remainder.Dividend).Concat(Of(remainder.Divisor)),
        _ => [],
    };
}
