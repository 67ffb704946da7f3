using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Finds the symbols that sizes depend on.</summary>
internal static class SizeSymbols
{
    /// <summary>The symbols in an operand.</summary>
    public static IEnumerable<string> Of(Operand operand) => operand switch
    {
        SizeOperand size => size.Value.Symbols,
        WidthOperand width => width.Width.Terms.SelectMany(term => term.Atoms).SelectMany(atom => atom.Symbols),
        _ => [],
    };
}
