using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Several tensors become one.</summary>
internal static class Joins
{
    /// <summary><c>cat</c>: one behind the other along a dimension, alike in all others.</summary>
    public static ImmutableArray<Dim> Concatenate(Operation op) =>
        Concatenate(op, op.Arguments.Integer("dim", null) ?? op.Arguments.Integer("axis", 0)!.Value);

    /// <summary><c>hstack</c>.</summary>
    public static ImmutableArray<Dim> ConcatenateColumns(Operation op) => Concatenate(op, op.AllShapes()[0].Length == 1 ? 0 : 1);

    /// <summary><c>column_stack</c>: rows of numbers become columns.</summary>
    public static ImmutableArray<Dim> StackColumns(Operation op) =>
        op.AllShapes()[0].Length == 1 ? [.. Stack(op).Reverse()] : Concatenate(op, 1);

    /// <summary><c>vstack</c>.</summary>
    public static ImmutableArray<Dim> ConcatenateRows(Operation op) =>
        op.AllShapes()[0].Length == 1 ? Stack(op) : Concatenate(op, 0);

    /// <summary><c>meshgrid</c>: each of the rows of numbers, repeated along the dimensions of all others.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Grid(Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> rows = Tensors(op);
        ImmutableArray<Dim> grid = [.. rows.Select(row => row.Length == 0 ? Dim.Constant(1) : row[0].Shifted(!row[0].IsConstant))];
        bool isTransposed = op.Arguments.Find("indexing")?.Value is LiteralOperand { Code: "\"xy\"" } && grid.Length > 1;
        if (isTransposed)
        {
            grid = grid.SetItem(0, grid[1]).SetItem(1, grid[0]);
        }

        return [.. rows.Select(_ => grid)];
    }

    /// <summary><c>stack</c>: along a new dimension.</summary>
    public static ImmutableArray<Dim> Stack(Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> tensors = Tensors(op);
        int index = op.Index(op.Arguments.Integer("dim", 0)!.Value, tensors[0].Length + 1);
        ImmutableArray<Dim> common = Alike(op, tensors, except: -1);
        return common.Insert(index, Dim.Constant(tensors.Count));
    }

    private static ImmutableArray<Dim> Concatenate(Operation op, long dim)
    {
        IReadOnlyList<ImmutableArray<Dim>> tensors = Tensors(op);
        int index = op.Index(dim, tensors[0].Length);
        return Alike(op, tensors, index).SetItem(index, Dim.Sum(tensors.Select(shape => shape[index])));
    }

    private static IReadOnlyList<ImmutableArray<Dim>> Tensors(Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> tensors = op.AllShapes();
        return tensors.Count > 0 && ArgumentList.Items(op.Arguments.All[0].Value).All(Operation.IsTensor)
            ? tensors
            : throw op.Unsupported("is given a list that is not known at compile time");
    }

    private static ImmutableArray<Dim> Alike(Operation op, IReadOnlyList<ImmutableArray<Dim>> tensors, int except)
    {
        ImmutableArray<Dim> common = tensors[0];
        foreach (ImmutableArray<Dim> shape in tensors.Skip(1))
        {
            if (shape.Length != common.Length)
            {
                throw op.Clash($"{Operation.Text(common)} and {Operation.Text(shape)}");
            }

            common = [.. common.Select((dim, i) => i == except ? dim : op.Unify(dim, shape[i], $"dimension {i}"))];
        }

        return common;
    }
}
