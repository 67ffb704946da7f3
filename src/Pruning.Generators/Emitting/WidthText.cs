using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Where code at some place finds the widths that it needs.</summary>
internal interface IWidthSource
{
    /// <summary>C# code for a width that depends on no symbol; it may be a sum.</summary>
    string Width(WidthExpression width);
}

/// <summary>The widths as properties of a record: <c>widths.Conv1</c>.</summary>
internal sealed class RecordWidths(PruningModel model, string record) : IWidthSource
{
    /// <inheritdoc />
    public string Width(WidthExpression width) => WidthText.Sum(width, group => record + "." + model.Groups[group].Property);
}

/// <summary>Known widths: everything is a number.</summary>
internal sealed class LiteralWidths(EquatableArray<int> widths) : IWidthSource
{
    /// <inheritdoc />
    public string Width(WidthExpression width) => WidthText.Number(
        width.Terms.Sum(term => term.Groups.Aggregate(term.Coefficient, (product, group) => product * widths[group])));
}

/// <summary>Prints sizes.</summary>
internal static class WidthText
{
    /// <summary>A number, the same in every culture.</summary>
    public static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A sum of products of groups' widths.</summary>
    public static string Sum(WidthExpression width, Func<int, string> name) =>
        width.Terms.Count == 0 ? "0" : string.Join(" + ", width.Terms.Select(term => Product(term, name)));

    /// <summary>The expression as a factor of a product.</summary>
    public static string Factor(string expression) => expression.Contains(' ') ? "(" + expression + ")" : expression;

    /// <summary>Splits a size by its symbols: each part is a width without symbols, times the symbols.</summary>
    public static IEnumerable<(WidthExpression Width, EquatableArray<SizeAtom> Atoms)> Parts(WidthExpression width) =>
        from term in width.Terms
        group term with { Atoms = EquatableArray<SizeAtom>.Empty } by term.Atoms into like
        select (new WidthExpression(like.ToEquatableArray()), like.Key);

    private static string Product(WidthTerm term, Func<int, string> name)
    {
        var factors = term.Groups.Select(name);
        return string.Join(" * ", term.Coefficient == 1 && term.Groups.Count > 0 ? factors : factors.Concat([Number(term.Coefficient)]));
    }
}
