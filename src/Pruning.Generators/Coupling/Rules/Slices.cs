using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Parts of a dimension: indexing, slices, and pieces.</summary>
internal static class Slices
{
    private const string Picked = "single ones are picked by position";

    /// <summary><c>x[…]</c>.</summary>
    public static ImmutableArray<Dim> Index(Operation op)
    {
        var entries = new List<(Operand Entry, string Argument, int? Item)>();
        foreach (Argument argument in op.Arguments.All.Skip(1).Where(argument => argument.Name != "value"))
        {
            entries.AddRange(argument.Value is ListOperand list
                ? list.Items.Select((item, i) => (item, argument.Name, (int?)i))
                : [(argument.Value, argument.Name, null)]);
        }

        ImmutableArray<Dim> dims = op.Input;
        int named = entries.Count(entry => entry.Entry is not EllipsisIndex and not NewAxisIndex);
        var output = ImmutableArray.CreateBuilder<Dim>();
        int at = 0;
        foreach ((Operand entry, string argument, int? item) in entries)
        {
            switch (entry)
            {
                case EllipsisIndex:
                    for (int i = dims.Length - named; i > 0; i--)
                    {
                        output.Add(dims[at++]);
                    }

                    break;
                case NewAxisIndex:
                    output.Add(Dim.Constant(1));
                    break;
                case SliceIndex slice when at < dims.Length:
                    output.Add(Slice(op, dims[at++], slice, argument, item));
                    break;
                case PositionIndex or SizeOperand when at < dims.Length:
                    op.KeepPlaces(dims[at++], Picked);
                    break;
                case TensorIndexOperand picked when at < dims.Length && entries.Count(other => other.Entry is TensorIndexOperand) == 1:
                    op.KeepPlaces(dims[at++], Picked);
                    output.AddRange(op.Positions(picked.Tensor));
                    break;
                default:
                    throw at < dims.Length
                        ? op.Unsupported("is indexed by something else than positions and ranges")
                        : op.Clash($"more indices than {Operation.Text(dims)} has dimensions");
            }
        }

        output.AddRange(dims.Skip(at));
        return output.ToImmutable();
    }

    /// <summary><c>x[…] = y</c>: the entries named take what is given, which may be repeated to fit.</summary>
    public static ImmutableArray<Dim> Assign(Operation op)
    {
        ImmutableArray<Dim> entries = Index(op);
        if (op.Shape("value") is { } given)
        {
            int repeated = entries.Length - given.Length;
            for (int i = Math.Max(0, -repeated); i < given.Length; i++)
            {
                if (given[i].Length.Constant != 1)
                {
                    op.Unify(entries[repeated + i], given[i], "sizes");
                }
            }
        }

        return op.Input;
    }

    /// <summary><c>narrow</c>.</summary>
    public static ImmutableArray<Dim> Narrow(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim"), dims.Length);
        Size start = op.Arguments.Sizes("start")![0];
        Size length = op.Arguments.Sizes("length")![0];
        if (dims[index].IsConstant)
        {
            return dims.SetItem(index, Dim.Constant(length));
        }

        if (!start.IsConstant || !length.IsConstant)
        {
            op.Lose(dims[index], "they are cut at a size that is not known");
            return dims.SetItem(index, Dim.Constant(length));
        }

        Dim part = Range(op, dims[index], Known(start), Known(start + length));
        op.Rewrite("start", Range(op, dims[index], 0, Known(start)));
        op.Rewrite("length", part);
        return dims.SetItem(index, part);
    }

    /// <summary><c>slice</c>.</summary>
    public static ImmutableArray<Dim> SliceFunction(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim"), dims.Length);
        Dim dim = dims[index];
        long step = op.Arguments.Integer("step");
        Size? finish = op.Arguments.Sizes("finish")?[0];
        if (step == 1 && finish is { IsConstant: false } && op.Arguments.Sizes("start") is [{ Constant: >= 0 } first])
        {
            op.Lose(dim, "they are cut at a size that is not known");
            return dims.SetItem(index, Dim.Constant(finish - first));
        }

        if (step < 1 || dim.Length.Constant is not { } length)
        {
            throw op.Unsupported("takes backward steps, or cuts a size that is not known");
        }

        long start = Math.Min(length, FromEnd(op.Arguments.Integer("start"), length));
        long stop = Math.Max(start, Math.Min(length, FromEnd(op.Arguments.Integer("finish"), length)));
        if (step > 1)
        {
            if (dim.IsConstant || !TakesOneOfEach(start, stop, step, length))
            {
                return dims.SetItem(index, Steps(op, dim, start, stop, step));
            }

            Dim whole = Steps(op, dim, start, stop, step);
            op.Rewrite("finish", dim);
            return dims.SetItem(index, whole);
        }

        if (!dim.IsConstant && (start > 0 || stop < length))
        {
            op.Rewrite("start", Range(op, dim, 0, start));
            op.Rewrite("finish", Range(op, dim, 0, stop));
        }

        return dims.SetItem(index, Range(op, dim, start, stop));
    }

    /// <summary><c>select</c>: one position, whose dimension vanishes.</summary>
    public static ImmutableArray<Dim> Select(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim"), dims.Length);
        op.KeepPlaces(dims[index], Picked);
        return dims.RemoveAt(index);
    }

    /// <summary><c>unbind</c>: all positions, whose dimension vanishes.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Unbind(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dimension", null) ?? op.Arguments.Integer("dim", 0)!.Value, dims.Length);
        op.KeepPlaces(dims[index], Picked);
        return [.. Enumerable.Repeat(dims.RemoveAt(index), (int)Known(dims[index].Length))];
    }

    /// <summary><c>chunk</c>: so many pieces, all but the last equally long.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Chunk(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim", 0)!.Value, dims.Length);
        long chunks = op.Arguments.Integer("chunks");
        Size length = dims[index].Length;
        if (length.Constant is { } known)
        {
            return Pieces(op, dims, index, PiecesOf(known, (known + chunks - 1) / chunks));
        }

        Size piece = length / chunks;
        return (piece * chunks).Equals(length)
            ? [.. Enumerable.Repeat(dims.SetItem(index, Dim.Constant(piece)), (int)chunks)]
            : throw op.Unsupported($"cuts the size {length}, which is not known");
    }

    /// <summary><c>split</c>: pieces of a given length, or of given lengths.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Split(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim", 0)!.Value, dims.Length);
        if (op.Arguments.Integer("size", null) is { } size)
        {
            return Pieces(op, dims, index, PiecesOf(Known(dims[index].Length), size));
        }

        long[] sizes = op.Arguments.Integers("sizes", "split_size_or_sections") ?? throw ArgumentList.Unknown("sizes");
        return sizes.Sum() == Known(dims[index].Length)
            ? Pieces(op, dims, index, sizes)
            : throw op.Clash($"{dims[index]} to be split into {string.Join(" + ", sizes)}");
    }

    /// <summary>
    /// <c>tensor_split</c>, <c>hsplit</c>, …: so many pieces, the first of which may be longer by one, or the pieces between positions.
    /// </summary>
    public static IReadOnlyList<ImmutableArray<Dim>> SplitAt(Operation op, int dim)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(dim, dims.Length);
        long length = Known(dims[index].Length);
        Argument argument = Cuts(op) ?? throw ArgumentList.Unknown("sizes");
        long[] numbers = op.Arguments.Integers(argument.Name)!;
        if (argument.Value is not ListOperand)
        {
            long pieces = numbers[0];
            return Pieces(op, dims, index, Enumerable.Range(0, (int)pieces).Select(i => (length / pieces) + (i < length % pieces ? 1 : 0)));
        }

        long[] bounds = [0, .. numbers.Select(position => FromEnd(position, length)), length];
        long[] lengths = [.. bounds.Zip(bounds.Skip(1), (from, to) => to - from)];
        return lengths.Any(piece => piece < 0)
            ? throw op.Clash($"{dims[index]} to be split at {string.Join(", ", numbers)}")
            : Pieces(op, dims, index, lengths);
    }

    /// <summary>What <c>tensor_split</c> and its kin are told: how many pieces, or between which positions.</summary>
    private static Argument? Cuts(Operation op) => op.Arguments.Find("size", "sizes", "indices_or_sections");

    /// <summary><c>diff</c>: neighbours are subtracted from each other, again and again.</summary>
    public static ImmutableArray<Dim> Differences(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim", -1)!.Value, dims.Length);
        if (op.AllShapes().Count > 1)
        {
            throw op.Unsupported("is given entries before or behind");
        }

        op.KeepPlaces(dims[index], "neighbours are subtracted from each other");
        return dims.SetItem(index, Dim.Constant(dims[index].Length - op.Arguments.Integer("n", 1)!.Value));
    }

    /// <summary>How many pieces an operator makes, by its arguments alone; null for one that does not cut.</summary>
    public static int? PiecesOf(Operation op) => op.Name.Substring(op.Name.LastIndexOf('.') + 1) switch
    {
        "chunk" when op.Arguments.Find("chunks")?.Value is SizeOperand { Value.Constant: { } chunks } => (int)chunks,
        "tensor_split" or "hsplit" or "vsplit" or "dsplit" => Cuts(op)?.Value switch
        {
            SizeOperand { Value.Constant: { } pieces } => (int)pieces,
            ListOperand positions => positions.Items.Count + 1,
            _ => null,
        },
        "split" when op.Arguments.Find("sizes", "split_size_or_sections")?.Value is ListOperand lengths => lengths.Items.Count,
        _ => null,
    };

    /// <summary><c>roll</c>: what goes out at one end comes in at the other.</summary>
    public static ImmutableArray<Dim> Roll(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        Argument shifts = op.Arguments.Find("shifts") ?? throw ArgumentList.Unknown("shifts");
        Size[] amounts = op.Arguments.Sizes("shifts")!;
        if (op.Arguments.Integers("dims", "dim") is not { } along || along.Length != amounts.Length)
        {
            foreach (Dim dim in dims)
            {
                op.Lose(dim, "'roll' runs over all dimensions as one");
            }

            return dims;
        }

        for (int i = 0; i < along.Length; i++)
        {
            int index = op.Index(along[i], dims.Length);
            if (!dims[index].IsConstant)
            {
                dims = dims.SetItem(index, Rolled(op, dims[index], amounts[i], shifts.Name, shifts.Value is ListOperand ? [i] : []));
            }
        }

        return dims;
    }

    private static Dim Rolled(Operation op, Dim dim, Size shift, string argument, int[] path)
    {
        long length = Known(dim.Length);
        long amount = Known(shift);
        if (amount % length == 0)
        {
            op.Rewrite(argument, dim, path);
            return dim;
        }

        if (Math.Abs(amount) > length)
        {
            op.Lose(dim, "they are rolled around more than once");
            return dim;
        }

        // A number is only rewritten where it is a width that can change: so it must be one in the source's own sign.
        long split = amount > 0 ? length - amount : -amount;
        Dim front = Range(op, dim, 0, split);
        Dim behind = Range(op, dim, split, length);
        if (amount > 0)
        {
            op.Rewrite(argument, behind, path);
        }
        else
        {
            op.RewriteNegated(argument, front, path);
        }

        return Dim.Sum([behind, front]);
    }

    /// <summary><c>unfold(dimension, size, step)</c>: windows over a dimension, whose entries go to a new last one.</summary>
    public static ImmutableArray<Dim> Windows(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dimension"), dims.Length);
        Size size = op.Arguments.Integer("size");
        op.KeepPlaces(dims[index], Picked);
        Size windows = ((dims[index].Length - size) / op.Arguments.Integer("step")) + 1;
        return dims.SetItem(index, Dim.Constant(windows)).Add(Dim.Constant(size));
    }

    /// <summary><c>glu</c>: the first half times the sigmoid of the second.</summary>
    public static ImmutableArray<Dim> Glu(Operation op, long dim)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(dim, dims.Length);
        long half = Known(dims[index].Length) / 2;
        Dim first = Range(op, dims[index], 0, half);
        Dim second = Range(op, dims[index], half, 2 * half);
        return dims.SetItem(index, op.Unify(first, second, "the halves"));
    }

    private static Dim Slice(Operation op, Dim dim, SliceIndex slice, string argument, int? item)
    {
        Size? start = Bound(slice.Start);
        Size? stop = Bound(slice.Stop);
        Size step = Bound(slice.Step) ?? 1;
        if ((start is null || start.Constant == 0) && stop is null && step.Constant == 1)
        {
            return dim;
        }

        if (dim.Length.Constant is not { } length || start is { IsConstant: false } || stop is { IsConstant: false })
        {
            return SymbolicSlice(op, dim, start, stop, step);
        }

        long from = Math.Min(length, FromEnd(start?.Constant ?? 0, length));
        long to = Math.Max(from, Math.Min(length, FromEnd(stop?.Constant ?? length, length)));
        if (dim.IsConstant)
        {
            return Dim.Constant((to - from + Known(step) - 1) / Known(step));
        }

        if (Known(step) != 1)
        {
            if (stop is not null && TakesOneOfEach(from, to, Known(step), length))
            {
                op.Rewrite(argument, dim, [.. Path(item), 1]);
            }

            return Steps(op, dim, from, to, Known(step));
        }

        Dim part = Range(op, dim, from, to);
        RewriteBound(op, dim, start, from, length, [.. Path(item), 0], argument);
        RewriteBound(op, dim, stop, to, length, [.. Path(item), 1], argument);
        return part;
    }

    /// <summary>
    /// Every so many channels: those are a factor of the dimension where the step divides it. Elsewhere the channels are kept.
    /// </summary>
    private static Dim Steps(Operation op, Dim dim, long start, long stop, long step)
    {
        if (!dim.IsConstant && TakesOneOfEach(start, stop, step, dim.Length.Constant!.Value))
        {
            ImmutableArray<Dim> divided = Shapes.Regroup(op, [dim], [dim.Length / step, step]);
            divided[1].Keep("a slice takes steps over them");
            return divided[0];
        }

        if (!dim.IsConstant && start < step && step < stop && dim.Length.Constant == stop)
        {
            // The step does not divide the channels: those behind the last whole step stay.
            long whole = stop / step * step;
            Dim blocks = Steps(op, Range(op, dim, 0, whole), start, whole, step);
            Range(op, dim, whole, stop).Keep("a slice takes steps over them");
            return whole + start < stop ? Dim.Sum([blocks, Dim.Constant(1)]) : blocks;
        }

        op.Lose(dim, "a slice takes steps over them");
        return Dim.Constant((stop - start + step - 1) / step);
    }

    private static bool TakesOneOfEach(long start, long stop, long step, long length) =>
        length % step == 0 && start < step && stop > length - step + start;

    private static Dim SymbolicSlice(Operation op, Dim dim, Size? start, Size? stop, Size step)
    {
        Size from = start is { Constant: < 0 } ? dim.Length + start : start ?? 0;
        Size to = stop is null ? dim.Length : stop is { Constant: < 0 } ? dim.Length + stop : stop;
        op.KeepPlaces(dim, "a slice cuts them at a size that is not known");
        return step.Constant > 0 ? Dim.Constant((to - from + step - 1) / step) : throw op.Unsupported("is sliced with an unknown step");
    }

    private static void RewriteBound(Operation op, Dim dim, Size? bound, long position, long length, int[] path, string argument)
    {
        if (bound is { Constant: < 0 })
        {
            op.RewriteNegated(argument, Range(op, dim, position, length), path);
        }
        else if (bound is { Constant: > 0 })
        {
            op.Rewrite(argument, Range(op, dim, 0, position), path);
        }
    }

    private static IReadOnlyList<ImmutableArray<Dim>> Pieces(Operation op, ImmutableArray<Dim> dims, int index, IEnumerable<long> lengths)
    {
        var pieces = new List<Dim>();
        long position = 0;
        foreach (long length in lengths)
        {
            pieces.Add(dims[index].IsConstant ? Dim.Constant(length) : Range(op, dims[index], position, position + length));
            position += length;
        }

        op.Pieces = [.. pieces];
        op.PiecesAlong = index;
        return [.. pieces.Select(piece => dims.SetItem(index, piece))];
    }

    private static IEnumerable<long> PiecesOf(long length, long piece)
    {
        for (long position = 0; position < length; position += piece)
        {
            yield return Math.Min(piece, length - position);
        }
    }

    /// <summary>The part of a dimension between two positions; what cannot be cut there is kept.</summary>
    public static Dim Range(Operation op, Dim dim, long start, long stop)
    {
        if (start == stop)
        {
            return Dim.Constant(0);
        }

        if (start == 0 && dim.Length.Constant == stop)
        {
            return dim;
        }

        if (dim.Length.Constant is not { } length || start < 0 || stop > length)
        {
            throw op.Clash($"the range {start} to {stop} of {dim}");
        }

        if (Unification.Range(dim, start, stop) is { } range)
        {
            return range.PartOf(dim);
        }

        op.Lose(dim, "they are cut between entries that belong together");
        return Dim.Constant(stop - start);
    }

    private static int[] Path(int? item) => item is { } index ? [index] : [];

    private static Size? Bound(Operand? bound) => bound switch
    {
        null or LiteralOperand { Code: "null" } => null,
        SizeOperand size => size.Value,
        _ => throw ArgumentList.Unknown("index"),
    };

    private static long FromEnd(long position, long length) => Math.Max(0, position < 0 ? position + length : position);

    private static long Known(Size size) => size.Constant ?? throw ArgumentList.Unknown("size");
}
