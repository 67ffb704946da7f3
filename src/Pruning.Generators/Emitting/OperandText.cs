using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints operands: what stands between the parentheses of a call.</summary>
/// <param name="widths">Where widths come from at this place.</param>
/// <param name="tensor">The code of a tensor value, by its number.</param>
/// <param name="state">The code of a parameter or buffer of a module.</param>
/// <param name="symbol">The code of a symbol such as the batch size.</param>
/// <param name="size">The code that computes a number from the sizes of tensors; null where they are not at hand.</param>
/// <param name="given">The code of something that is not computed here but passed in; null for anything else.</param>
internal sealed class OperandText(
    IWidthSource widths,
    Func<int, string> tensor,
    Func<StateOperand, string> state,
    Func<string, string> symbol,
    Func<SizeSource, string?> size,
    Func<Operand, string?>? given = null)
{
    /// <summary>Prints operands where there are no tensors and no symbols: in a constructor.</summary>
    public static OperandText InConstructor(IWidthSource widths) => new(
        widths,
        value => throw new InvalidOperationException($"A constructor cannot use the tensor {value}."),
        operand => throw new InvalidOperationException($"A constructor cannot use the state '{operand.Name}'."),
        name => throw new InvalidOperationException($"A constructor cannot depend on the symbol '{name}'."),
        _ => null);

    /// <summary>The arguments of a call; several are named, so that none can be taken for another.</summary>
    public string Arguments(IReadOnlyList<Argument> arguments)
    {
        bool isPositional = (arguments.Count == 1 && !arguments[0].FollowsGap) || arguments.Any(argument => argument.Value is ListOperand { Kind: ListKind.Params });
        return string.Join(", ", arguments
            .Where(argument => argument.Value is not ListOperand { Kind: ListKind.Params, Items.Count: 0 })
            .Select(argument => isPositional ? Text(argument.Value) : $"{Identifiers.Escape(argument.Name)}: {Named(argument)}"));
    }

    // C# takes the constant 0 for a member of any enum, so that Conv2d(…, padding: 0) could mean two overloads; 0L is a long first.
    private string Named(Argument argument) => Text(argument.Value) is var code && code == "0" && argument.Name == "padding" ? "0L" : code;

    /// <summary>One operand as an expression.</summary>
    public string Text(Operand operand) => operand switch
    {
        PropertyOperand property => given?.Invoke(property) ?? $"{Text(property.Tensor)}.{property.Property}",
        TensorOperand value => tensor(value.Value),
        StateOperand value => state(value),
        SizeOperand number => (number.Source is { } source ? size(source) : null) ?? Text(number.Value),
        WidthOperand width => Text(width.Width),
        LiteralOperand literal => Abbreviations.Shorten(literal.Code),
        ListOperand { Kind: ListKind.Params } list => Items(list),
        ListOperand { Kind: ListKind.Tuple } list => "(" + Items(list) + ")",
        ListOperand { Kind: ListKind.Rows } rows => $"new {ElementType(rows)}[{new string(',', Depth(rows))}] {Rows(rows)}",
        ListOperand list => $"new {ElementType(list)}[] {{ {Items(list)} }}",
        RescaledOperand rescaled => $"{Text(rescaled.Tensor)} * global::System.Math.Sqrt({Ratio(rescaled)})",
        PositionIndex index => $"torch.TensorIndex.Single({Text(index.Position)})",
        SliceIndex { Start: null, Stop: null, Step: null } => "torch.TensorIndex.Colon",
        SliceIndex slice => $"torch.TensorIndex.Slice({Bound(slice.Start)}, {Bound(slice.Stop)}, {Bound(slice.Step)})",
        EllipsisIndex => "torch.TensorIndex.Ellipsis",
        NewAxisIndex => "torch.TensorIndex.Null",
        TensorIndexOperand index => $"torch.TensorIndex.Tensor({Text(index.Tensor)})",
        _ => throw new InvalidOperationException($"There is no C# for the operand {operand}."),
    };

    /// <summary>Makes an object from what it holds.</summary>
    public static string Object(ObjectOperand made, Func<Operand, string> text)
    {
        // Only where the place has a type of its own does a collection expression have one.
        string Held(Operand value) => IsOfObjects(made) && value is ListOperand { Kind: not ListKind.Tuple } list
            ? $"new {(ElementType(list) is "Tensor" ? "Tensor" : "object")}[] {{ {string.Join(", ", list.Items.Select(Held))} }}"
            : text(value);
        string arguments = string.Join(", ", made.Arguments.Select(argument => Held(argument.Value)));
        string members = string.Join(", ", made.Members.Select(member => $"{member.Name} = {Held(member.Value)}"));
        return $"new {Abbreviations.Shorten(made.Type)}({arguments}){(members.Length == 0 ? "" : $" {{ {members} }}")}";
    }

    /// <summary>Whether it is a dictionary that holds anything.</summary>
    public static bool IsOfObjects(ObjectOperand made) => made.Type.EndsWith("object>", StringComparison.Ordinal);

    /// <summary>The arguments of an indexer.</summary>
    public string Indices(Operand operand) => operand is ListOperand list ? Items(list) : Text(operand);

    /// <summary>One operand as part of an expression: sums of sizes stand in parentheses.</summary>
    public string Factor(Operand operand) => operand is SizeOperand or WidthOperand ? WidthText.Factor(Text(operand)) : Text(operand);

    private string Text(Size value) => value.Constant is { } number ? WidthText.Number(number) : Sum(value.Terms.Select(term =>
        (WidthText.Number(term.Coefficient), term.Coefficient == 1, term.Atoms)));

    private string Text(WidthExpression width) => Sum(WidthText.Parts(width).Select(part => (widths.Width(part.Width), false, part.Atoms)));

    private string Sum(IEnumerable<(string Code, bool IsOne, EquatableArray<SizeAtom> Atoms)> parts) =>
        string.Join(" + ", parts.Select(part => part.Atoms.Count == 0
            ? part.Code
            : string.Join(" * ", part.Atoms.Select(Text).Concat(part.IsOne ? [] : [WidthText.Factor(part.Code)]))));

    private string Ratio(RescaledOperand rescaled) =>
        $"{WidthText.Factor(Text(rescaled.Width))} / {WidthText.Number(rescaled.Dense)}.0";

    private string Text(SizeAtom atom) => atom switch
    {
        SymbolAtom known => symbol(known.Name),
        QuotientAtom quotient => $"({WidthText.Factor(Text(quotient.Dividend))} / {WidthText.Factor(Text(quotient.Divisor))})",
        RemainderAtom remainder => $"({WidthText.Factor(Text(remainder.Dividend))} % {WidthText.Factor(Text(remainder.Divisor))})",
        _ => throw new InvalidOperationException($"There is no C# for the size {atom}."),
    };

    private string Items(ListOperand list) => string.Join(", ", list.Items.Select(Text));

    private string Rows(ListOperand list) =>
        "{ " + string.Join(", ", list.Items.Select(item => item is ListOperand row ? Rows(row) : Text(item))) + " }";

    private static int Depth(ListOperand list) => list is { Kind: ListKind.Rows, Items: [ListOperand row, ..] } ? 1 + Depth(row) : 0;

    private string Bound(Operand? bound) => bound is null ? "null" : Text(bound);

    private static string ElementType(ListOperand list) => list is { Kind: ListKind.Rows, Items: [ListOperand row, ..] } ? ElementType(row)
        : list.Items.All(item => item is SizeOperand or WidthOperand) ? "long"
        : list.Items.All(item => item is TensorOperand or StateOperand) ? "Tensor"
        : list.Items.All(item => item is IndexOperand) ? "torch.TensorIndex"
        : "";
}
