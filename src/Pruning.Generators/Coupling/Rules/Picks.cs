using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>
/// Entries that are picked by their positions along one dimension, or put there, or sorted along it. The places of that dimension matter,
/// so it stays; all others pass.
/// </summary>
internal static class Picks
{
    private const string Reason = "entries along them are picked by position";

    /// <summary><c>index_select</c>: as many entries as there are positions.</summary>
    public static ImmutableArray<Dim> Select(Operation op)
    {
        (ImmutableArray<Dim> dims, int along) = Along(op, op.Arguments.Integer("dim"));
        ImmutableArray<Dim> positions = op.Positions(op.Arguments.Find("index")?.Value ?? throw ArgumentList.Unknown("index"));
        return dims.SetItem(along, positions.Length == 0 ? Dim.Constant(1) : positions[0]);
    }

    /// <summary><c>gather</c>, <c>take_along_dim</c>: for each entry of the index the one at that place, alike in all other dimensions.</summary>
    public static ImmutableArray<Dim> Gather(Operation op)
    {
        ImmutableArray<Dim> index = op.Shape("index", "indices") ?? throw op.Unsupported("is given no tensor of positions");
        (ImmutableArray<Dim> dims, int along) = Along(op, op.Arguments.Integer("dim"));
        index[along].Keep(Reason);
        return [.. Alike(op, dims, index, along).Select((dim, i) => i == along ? index[i] : dim)];
    }

    /// <summary><c>scatter</c>, <c>index_add</c>, <c>index_copy</c>, <c>index_fill</c>: the same tensor with other entries at some places.</summary>
    public static ImmutableArray<Dim> Scatter(Operation op)
    {
        (ImmutableArray<Dim> dims, int along) = Along(op, op.Arguments.Integer("dim"));
        foreach (string name in (string[])["index", "src", "source"])
        {
            if (op.Shape(name) is { } given && given.Length == dims.Length)
            {
                given[along].Keep(Reason);
                dims = Alike(op, dims, given, along);
            }
        }

        bool isShifted = op.Arguments.Has("value");
        return [.. dims.Select((dim, i) => i == along ? dim : dim.Shifted(dim.IsShifted || (isShifted && !dim.IsConstant)))];
    }

    /// <summary><c>topk</c>: the largest entries and their positions.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Largest(Operation op)
    {
        (ImmutableArray<Dim> dims, int along) = Along(op, op.Arguments.Integer("dim", -1)!.Value);
        return Twice(dims.SetItem(along, Dim.Constant(op.Arguments.Sizes("k")?[0] ?? throw ArgumentList.Unknown("k"))));
    }

    /// <summary><c>sort</c>, <c>cummax</c>: entries and their positions.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Sort(Operation op) => Twice(Order(op));

    /// <summary><c>argsort</c>: positions.</summary>
    public static ImmutableArray<Dim> Order(Operation op) => Along(op, op.Arguments.Integer("dim", -1)!.Value).Dims;

    /// <summary><c>kthvalue</c>, <c>mode</c>: one entry of each row and its position.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> One(Operation op)
    {
        (ImmutableArray<Dim> dims, int along) = Along(op, op.Arguments.Integer("dim", -1)!.Value);
        return Twice(op.Arguments.Truth("keepdim", false) ? dims.SetItem(along, Dim.Constant(1)) : dims.RemoveAt(along));
    }

    /// <summary><c>one_hot</c>: a new last dimension, whose places are classes.</summary>
    public static ImmutableArray<Dim> OneHot(Operation op) => op.Arguments.Sizes("num_classes") is [var classes] && classes.Constant != -1
        ? op.Input.Add(Dim.Constant(classes))
        : throw op.Unsupported("makes as many classes as the data has");

    /// <summary><c>multinomial</c>: positions, drawn by the shares of each row.</summary>
    public static ImmutableArray<Dim> Draw(Operation op)
    {
        (ImmutableArray<Dim> dims, int along) = Along(op, -1);
        return dims.SetItem(along, Dim.Constant(op.Arguments.Sizes("num_samples")![0]));
    }

    /// <summary><c>affine_grid</c>: where each pixel of an image of the given size is read.</summary>
    public static ImmutableArray<Dim> Grid(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        Size[] size = op.Arguments.Sizes("size") ?? throw ArgumentList.Unknown("size");
        foreach (Dim entry in dims.Skip(1))
        {
            op.KeepPlaces(entry, "they are the entries of affine maps");
        }

        return [dims[0], .. size.Skip(2).Select(Dim.Constant), Dim.Constant(size.Length - 2)];
    }

    /// <summary><c>grid_sample</c>: positions in the grid say which pixels of each channel are read.</summary>
    public static ImmutableArray<Dim> Sample(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        ImmutableArray<Dim> grid = op.Shape("grid") ?? throw ArgumentList.Unknown("grid");
        if (grid.Length != dims.Length)
        {
            throw op.Clash($"{Operation.Text(dims)} and a grid of shape {Operation.Text(grid)}");
        }

        foreach (Dim position in dims.Skip(2).Append(grid[grid.Length - 1]))
        {
            op.KeepPlaces(position, Reason);
        }

        return [op.Unify(dims[0], grid[0], "batches"), dims[1], .. grid.Skip(1).Take(grid.Length - 2)];
    }

    private static (ImmutableArray<Dim> Dims, int Along) Along(Operation op, long dim)
    {
        ImmutableArray<Dim> dims = op.Input;
        int along = op.Index(dim, dims.Length);
        op.KeepPlaces(dims[along], Reason);
        return (dims, along);
    }

    /// <summary>The other dimensions are those of the tensor, or the first so many entries of them.</summary>
    private static ImmutableArray<Dim> Alike(Operation op, ImmutableArray<Dim> dims, ImmutableArray<Dim> other, int along)
    {
        if (other.Length != dims.Length)
        {
            throw op.Clash($"{Operation.Text(dims)} and {Operation.Text(other)}");
        }

        return [.. dims.Select((dim, i) => i == along || other[i].Length.Constant == 1 ? dim : op.Unify(dim, other[i], $"dimension {i}"))];
    }

    private static IReadOnlyList<ImmutableArray<Dim>> Twice(ImmutableArray<Dim> dims) =>
        [dims, [.. dims.Select(dim => dim.Shifted(!dim.IsConstant))]];
}
