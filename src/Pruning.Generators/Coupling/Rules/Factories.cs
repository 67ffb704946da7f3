using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Tensors out of nothing.</summary>
internal static class Factories
{
    private const string Counted = "they meet numbers each of which belongs to its place";

    private static readonly string[] SizeNames = ["rows", "columns", "dim0", "dim1", "dim2", "dim3"];

    /// <summary><c>zeros</c>, <c>ones</c>, <c>randn</c>, …: all entries are alike, so the sizes follow whatever they meet.</summary>
    public static ImmutableArray<Dim> Uniform(Operation op)
    {
        var dims = ImmutableArray.CreateBuilder<Dim>();
        foreach (Argument argument in op.Arguments.All)
        {
            if (argument.Name is not ("size" or "rows" or "columns" or "dim0" or "dim1" or "dim2" or "dim3"))
            {
                continue;
            }

            bool isList = argument.Value is ListOperand;
            Size[] sizes = op.Arguments.Sizes(argument.Name)!;
            for (int i = 0; i < sizes.Length; i++)
            {
                Dim dim = Dim.Fresh(sizes[i]);
                op.Rewrite(argument.Name, dim, isList ? [i] : []);
                dims.Add(dim.Shifted(!op.Name.EndsWith("zeros", StringComparison.Ordinal)));
            }
        }

        return dims.ToImmutable();
    }

    /// <summary><c>tensor</c>: one value, or the values that a list holds, in one row or in the given shape.</summary>
    public static ImmutableArray<Dim> Data(Operation op)
    {
        if (op.Arguments.Has("scalar"))
        {
            return [];
        }

        Operand data = op.Arguments.Find("rawArray", "dataArray", "data")?.Value ?? throw op.Unsupported("is not given a list");
        Size[] sizes = op.Arguments.Sizes("dimensions")
            ?? [.. SizeNames.SelectMany(name => op.Arguments.Sizes(name) ?? [])];
        return sizes.Length > 0 ? [.. sizes.Select(size => Dim.Placed(size, Counted))]
            : data is ListOperand list ? [.. Lengths(list).Select(length => Dim.Placed(length, Counted))]
            : throw op.Unsupported("is given a list that is not known");
    }

    private static IEnumerable<int> Lengths(ListOperand list) =>
        (list is { Kind: ListKind.Rows, Items: [ListOperand row, ..] } ? Lengths(row) : []).Prepend(list.Items.Count);

    /// <summary><c>arange</c>: entries that count.</summary>
    public static ImmutableArray<Dim> Range(Operation op)
    {
        Size start = op.Arguments.Sizes("start")?[0] ?? 0;
        Size stop = op.Arguments.Sizes("stop")?[0] ?? throw ArgumentList.Unknown("stop");
        Size step = op.Arguments.Sizes("step")?[0] ?? 1;
        return [Dim.Placed((stop - start + step - 1) / step, Counted)];
    }

    /// <summary><c>linspace</c>, <c>randperm</c>: so many entries, each another one.</summary>
    public static ImmutableArray<Dim> Steps(Operation op, string count) =>
        [Dim.Placed(op.Arguments.Sizes(count)?[0] ?? throw ArgumentList.Unknown(count), Counted)];

    /// <summary><c>eye</c>.</summary>
    public static ImmutableArray<Dim> Identity(Operation op)
    {
        Size rows = op.Arguments.Sizes("rows")?[0] ?? throw ArgumentList.Unknown("rows");
        Size columns = op.Arguments.Sizes("columns")?[0] ?? -1;
        return [Dim.Placed(rows, Counted), Dim.Placed(columns.Constant == -1 ? rows : columns, Counted)];
    }
}
