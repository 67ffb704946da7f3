using System.Collections.Immutable;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Dimensions that are summed up or compared.</summary>
internal static class Reductions
{
    /// <summary><c>sum</c>: what is removed adds nothing.</summary>
    public static ImmutableArray<Dim> Sum(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        bool[] isReduced = Reduced(op, dims);
        foreach (Dim dim in dims.Where((_, i) => isReduced[i]))
        {
            Operation.MeetWithoutWeights(dim);
        }

        return Reduce(op, null);
    }

    /// <summary>
    /// <c>mean</c>, <c>max</c>, <c>norm</c>, …: the result changes with the number of channels or with a zero among them.
    /// </summary>
    public static ImmutableArray<Dim> Other(Operation op) => Reduce(op, $"'{op.Name}' runs over these channels");

    /// <summary><c>max(dim)</c> and <c>min(dim)</c> give values and positions; <c>max(other)</c> compares two tensors.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Extreme(Operation op)
    {
        if (op.AllShapes().Count > 1)
        {
            return [op.Broadcast(op.AllShapes())];
        }

        ImmutableArray<Dim> reduced = Other(op);
        return op.Arguments.Has("dim") ? [reduced, reduced] : [reduced];
    }

    /// <summary><c>std_mean</c>, <c>aminmax</c>: two results of the same shape.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Two(Operation op)
    {
        ImmutableArray<Dim> reduced = Other(op);
        return [reduced, reduced];
    }

    /// <summary><c>argmax</c>: positions among the channels, which must stay.</summary>
    public static ImmutableArray<Dim> Position(Operation op)
    {
        Keep(op);
        return Reduce(op, null);
    }

    /// <summary><c>softmax</c> and <c>log_softmax</c>.</summary>
    public static ImmutableArray<Dim> Softmax(Operation op) => Softmax(op, op.Arguments.Integer("dim"));

    /// <summary>The same over a given dimension.</summary>
    public static ImmutableArray<Dim> Softmax(Operation op, long dim)
    {
        ImmutableArray<Dim> dims = op.Input;
        dims[op.Index(dim, dims.Length)].Approximate("a softmax runs over these channels");
        return [.. dims.Select(dim => dim.Shifted())];
    }

    /// <summary><c>cumsum</c>, <c>flip</c>, …: the same shape, but the order of the entries matters.</summary>
    public static ImmutableArray<Dim> Ordered(Operation op) => Ordered(op, op.Arguments.Integers("dim", "dims"));

    /// <summary>The same along given dimensions, or along all.</summary>
    public static ImmutableArray<Dim> Ordered(Operation op, params long[]? along)
    {
        ImmutableArray<Dim> dims = op.Input;
        foreach (Dim dim in along is null ? dims : dims.Where((_, i) => along.Any(index => op.Index(index, dims.Length) == i)))
        {
            op.KeepPlaces(dim, $"'{op.Name}' depends on the order of its entries");
        }

        return dims;
    }

    private static ImmutableArray<Dim> Reduce(Operation op, string? approximateBecause)
    {
        ImmutableArray<Dim> dims = op.Input;
        bool[] isReduced = Reduced(op, dims);
        foreach (Dim dim in dims.Where((_, i) => isReduced[i] && approximateBecause is not null))
        {
            dim.Approximate(approximateBecause!);
        }

        return op.Arguments.Truth("keepdim", false)
            ? [.. dims.Select((dim, i) => isReduced[i] ? Dim.Constant(1) : dim)]
            : [.. dims.Where((_, i) => !isReduced[i])];
    }

    private static void Keep(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        bool[] isReduced = Reduced(op, dims);
        foreach (Dim dim in dims.Where((_, i) => isReduced[i]))
        {
            op.KeepPlaces(dim, $"'{op.Name}' gives positions in it");
        }
    }

    private static bool[] Reduced(Operation op, ImmutableArray<Dim> dims)
    {
        string[] names = ["dim", "dims", "dimensions", "dim0", "dim1", "dim2"];
        long[] along = [.. names.SelectMany(name => op.Arguments.Integers(name) ?? [])];
        return [.. dims.Select((_, i) => along.Length == 0 || along.Any(dim => op.Index(dim, dims.Length) == i))];
    }
}
