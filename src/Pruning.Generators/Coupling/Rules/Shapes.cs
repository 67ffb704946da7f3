using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Reshaping, and dimensions that change places, appear or vanish.</summary>
internal static class Shapes
{
    /// <summary><c>view</c> and <c>reshape</c>.</summary>
    public static ImmutableArray<Dim> View(Operation op)
    {
        Argument argument = op.Arguments.Find("shape") ?? throw ArgumentList.Unknown("shape");
        return Reshape(op, op.Input, argument.Name, op.Arguments.Sizes("shape")!, argument.Value is ListOperand);
    }

    /// <summary><c>view_as</c>, <c>reshape_as</c>.</summary>
    public static ImmutableArray<Dim> ViewAs(Operation op)
    {
        ImmutableArray<Dim> like = op.Shape("other") ?? throw ArgumentList.Unknown("other");
        ImmutableArray<Dim> output = Regroup(op, op.Input, [.. like.Select(dim => dim.Length)]);
        return [.. output.Zip(like, (dim, other) => op.Unify(dim, other, "sizes"))];
    }

    /// <summary><c>flatten</c> as an operator.</summary>
    public static ImmutableArray<Dim> Flatten(Operation op) =>
        Flatten(op, op.Arguments.Integer("start_dim", 0)!.Value, op.Arguments.Integer("end_dim", -1)!.Value);

    /// <summary><c>Flatten</c> as a layer.</summary>
    public static ImmutableArray<Dim> FlattenLayer(Layer layer, Operation op) =>
        Flatten(op, layer.Arguments.Integer("start_dim", 1)!.Value, layer.Arguments.Integer("end_dim", -1)!.Value);

    /// <summary><c>unflatten</c> as an operator.</summary>
    public static ImmutableArray<Dim> Unflatten(Operation op) => Unflatten(op, op.Arguments, op.Rewrites, "sizes");

    /// <summary><c>Unflatten</c> as a layer.</summary>
    public static ImmutableArray<Dim> UnflattenLayer(Layer layer, Operation op) =>
        Unflatten(op, layer.Arguments, layer.Rewrites, "unflattened_size");

    /// <summary><c>transpose</c>, <c>swapaxes</c>.</summary>
    public static ImmutableArray<Dim> Transpose(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int first = op.Index(op.Arguments.Integer("dim0", null) ?? op.Arguments.Integer("axis0"), dims.Length);
        int second = op.Index(op.Arguments.Integer("dim1", null) ?? op.Arguments.Integer("axis1"), dims.Length);
        return dims.SetItem(first, dims[second]).SetItem(second, dims[first]);
    }

    /// <summary><c>t()</c>: the two dimensions of a matrix change places.</summary>
    public static ImmutableArray<Dim> TransposeMatrix(Operation op) => [.. op.Input.Reverse()];

    /// <summary><c>mT</c>: the last two dimensions change places.</summary>
    public static ImmutableArray<Dim> TransposeLast(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int last = dims.Length - 1;
        return last < 1 ? throw op.Clash("a tensor that is no matrix") : dims.SetItem(last, dims[last - 1]).SetItem(last - 1, dims[last]);
    }

    /// <summary><c>permute</c>.</summary>
    public static ImmutableArray<Dim> Permute(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        long[] order = op.Arguments.Integers("permutation", "dims") ?? throw ArgumentList.Unknown("permutation");
        return order.Length == dims.Length && order.Select(dim => op.Index(dim, dims.Length)).Distinct().Count() == dims.Length
            ? [.. order.Select(dim => dims[op.Index(dim, dims.Length)])]
            : throw op.Clash($"the permutation ({string.Join(", ", order)}) for the shape {Operation.Text(dims)}");
    }

    /// <summary><c>squeeze</c>.</summary>
    public static ImmutableArray<Dim> Squeeze(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        if (op.Arguments.Integer("dim", null) is not { } dim)
        {
            return [.. dims.Where(dim => dim.Length.Constant != 1)];
        }

        int index = op.Index(dim, dims.Length);
        return dims[index].Length.Constant == 1 ? dims.RemoveAt(index) : dims;
    }

    /// <summary><c>view_as_complex</c>: the last two entries become one number.</summary>
    public static ImmutableArray<Dim> JoinComplex(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        Dim pair = dims[dims.Length - 1];
        if (pair.Length.Constant != 2)
        {
            throw op.Clash($"{Operation.Text(dims)}, whose last size is not 2");
        }

        op.KeepPlaces(pair, "they are the parts of complex numbers");
        return dims.RemoveAt(dims.Length - 1);
    }

    /// <summary><c>movedim</c>: some dimensions go elsewhere, the others keep their order.</summary>
    public static ImmutableArray<Dim> Move(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int[] from = Indices(op, "source", dims.Length);
        int[] to = Indices(op, "destination", dims.Length);
        var stay = new Queue<Dim>(dims.Where((_, i) => !from.Contains(i)));
        return [.. dims.Select((_, i) => Array.IndexOf(to, i) is >= 0 and var moved ? dims[from[moved]] : stay.Dequeue())];
    }

    private static int[] Indices(Operation op, string name, int rank) =>
        [.. (op.Arguments.Integers(name) ?? throw ArgumentList.Unknown(name)).Select(index => op.Index(index, rank))];

    /// <summary><c>unsqueeze</c>.</summary>
    public static ImmutableArray<Dim> Unsqueeze(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        return dims.Insert(op.Index(op.Arguments.Integer("dim"), dims.Length + 1), Dim.Constant(1));
    }

    /// <summary><c>expand</c>, <c>broadcast_to</c>: a size of one becomes an axis that follows what it meets.</summary>
    public static ImmutableArray<Dim> Expand(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        Argument argument = op.Arguments.Find("sizes", "shape") ?? throw ArgumentList.Unknown("sizes");
        Size[] sizes = op.Arguments.Sizes(argument.Name)!;
        bool isList = argument.Value is ListOperand;
        var output = new Dim[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            output[i] = Expanded(op, At(dims, i - sizes.Length + dims.Length), sizes[i]);
            if (sizes[i].Constant != -1)
            {
                op.Rewrite(argument.Name, output[i], isList ? [i] : []);
            }
        }

        return [.. output];
    }

    /// <summary><c>expand_as</c>.</summary>
    public static ImmutableArray<Dim> ExpandAs(Operation op) => op.Broadcast(op.AllShapes());

    /// <summary><c>broadcast_tensors</c>: all get the shape that fits them all.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> BroadcastAll(Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        ImmutableArray<Dim> common = op.Broadcast(operands);
        return [.. operands.Select(_ => common)];
    }

    /// <summary><c>diagonal</c>: the entries whose places in two dimensions are the same.</summary>
    public static ImmutableArray<Dim> Diagonal(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int first = op.Index(op.Arguments.Integer("dim1", 0)!.Value, dims.Length);
        int second = op.Index(op.Arguments.Integer("dim2", 1)!.Value, dims.Length);
        if (Offset(op) != 0 || !dims[first].Length.Equals(dims[second].Length))
        {
            throw op.Unsupported("takes entries beside the main diagonal, or of a matrix that is no square");
        }

        Dim diagonal = op.Unify(dims[first], dims[second], "the sides of the square");
        return [.. dims.Where((_, i) => i != first && i != second), diagonal];
    }

    /// <summary><c>diag_embed</c>: the last dimension becomes the diagonal of a square.</summary>
    public static ImmutableArray<Dim> EmbedDiagonal(Operation op) =>
        Offset(op) == 0 && op.Arguments.Integer("dim1", -2) == -2 && op.Arguments.Integer("dim2", -1) == -1
        ? op.Input.Add(op.Input[op.Input.Length - 1])
        : throw op.Unsupported("puts entries beside the main diagonal, or into other dimensions than the last");

    private static long? Offset(Operation op) => op.Arguments.Integer(op.Arguments.Has("diagonal") ? "diagonal" : "offset", 0);

    /// <summary><c>rot90</c>: two dimensions are turned.</summary>
    public static ImmutableArray<Dim> Turn(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        long[] plane = op.Arguments.Integers("dims") ?? [0, 1];
        int first = op.Index(plane[0], dims.Length);
        int second = op.Index(plane[1], dims.Length);
        op.KeepPlaces(dims[first], "they are turned");
        op.KeepPlaces(dims[second], "they are turned");
        return op.Arguments.Integer("k", 1) % 2 == 0 ? dims : dims.SetItem(first, dims[second]).SetItem(second, dims[first]);
    }

    /// <summary><c>repeat</c>: copies one behind the other.</summary>
    public static ImmutableArray<Dim> Repeat(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        long[] counts = op.Arguments.Integers("sizes", "reps") ?? throw ArgumentList.Unknown("sizes");
        if (counts.Length < dims.Length)
        {
            throw op.Clash($"too few repetitions for {Operation.Text(dims)}");
        }

        return [.. counts.Select((count, i) => Repeated(op, At(dims, i - counts.Length + dims.Length) ?? Dim.Constant(1), count, i))];
    }

    /// <summary><c>repeat_interleave</c>: each entry several times.</summary>
    public static ImmutableArray<Dim> RepeatInterleave(Operation op)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(op.Arguments.Integer("dim"), dims.Length);
        return dims.SetItem(index, Product(op, [dims[index], Dim.Constant(op.Arguments.Integer("repeats"))]));
    }

    /// <summary>Channels become pixels: <c>c·r·r</c> channels give <c>c</c> channels of <c>r</c> times the size.</summary>
    public static ImmutableArray<Dim> PixelShuffle(Operation op, long factor)
    {
        ImmutableArray<Dim> dims = op.Input;
        int channel = dims.Length - 3;
        Size channels = dims[channel].Length / (factor * factor);
        ImmutableArray<Dim> divided = Regroup(op, [dims[channel]], [channels, factor * factor]);
        divided[1].Keep("they become pixels");
        return [.. dims.Take(channel), divided[0], .. Pixels(op, channel, length => length * factor)];
    }

    /// <summary>Pixels become channels.</summary>
    public static ImmutableArray<Dim> PixelUnshuffle(Operation op, long factor)
    {
        ImmutableArray<Dim> dims = op.Input;
        int channel = dims.Length - 3;
        Dim channels = Product(op, [dims[channel], Dim.Constant(factor * factor)]);
        return [.. dims.Take(channel), channels, .. Pixels(op, channel, length => length / factor)];
    }

    /// <summary>The dimensions behind the channels, of which none can go: all of them are counted.</summary>
    private static IEnumerable<Dim> Pixels(Operation op, int channel, Func<Size, Size> length)
    {
        foreach (Dim pixels in op.Input.Skip(channel + 1))
        {
            op.KeepPlaces(pixels, "they are pixels that a shuffle counts");
            yield return Dim.Constant(length(pixels.Length));
        }
    }

    /// <summary>The channels of groups change places with the groups.</summary>
    public static ImmutableArray<Dim> ChannelShuffle(Operation op, List<Rewrite> rewrites, long groups)
    {
        ImmutableArray<Dim> dims = op.Input;
        Size channels = dims[1].Length / groups;
        ImmutableArray<Dim> divided = Regroup(op, [dims[1]], [groups, channels]);
        rewrites.Add(new Rewrite("groups", [], divided[0], false));
        return dims.SetItem(1, Product(op, [divided[1], divided[0]]));
    }

    private static Dim? At(ImmutableArray<Dim> dims, int index) => index < 0 ? null : dims[index];

    private static Dim Expanded(Operation op, Dim? dim, Size size)
    {
        if (dim is not null && (size.Constant == -1 || dim.Length.Equals(size)))
        {
            return dim;
        }

        return size.Constant != -1 && (dim is null || dim.Length.Constant == 1)
            ? Dim.Fresh(size).Shifted()
            : throw op.Clash($"{(dim is null ? "a new dimension" : dim.ToString())} to be expanded to {size}");
    }

    private static Dim Repeated(Operation op, Dim dim, long count, int place)
    {
        if (dim.Length.Constant == 1 && count > 1)
        {
            // Copies of one entry: as many as whatever they meet has.
            Dim copies = Dim.Fresh(count);
            op.Rewrite(op.Arguments.Find("sizes", "reps")!.Name, copies, place);
            return copies;
        }

        return dim.IsConstant ? Dim.Constant(dim.Length * count) : Dim.Sum(Enumerable.Repeat(dim, (int)count));
    }

    private static ImmutableArray<Dim> Flatten(Operation op, long start, long end)
    {
        ImmutableArray<Dim> dims = op.Input;
        if (dims.Length == 0)
        {
            return [Dim.Constant(1)];
        }

        int first = op.Index(start, dims.Length);
        int last = op.Index(end, dims.Length);
        Dim flat = Product(op, [.. dims.Skip(first).Take(last - first + 1)]);
        return [.. dims.Take(first), flat, .. dims.Skip(last + 1)];
    }

    private static ImmutableArray<Dim> Unflatten(Operation op, ArgumentList arguments, List<Rewrite> rewrites, string name)
    {
        ImmutableArray<Dim> dims = op.Input;
        int index = op.Index(arguments.Integer("dim"), dims.Length);
        Size[] sizes = Solve(op, dims[index].Length, arguments.Sizes(name) ?? throw ArgumentList.Unknown(name), dims);
        ImmutableArray<Dim> parts = Regroup(op, [dims[index]], sizes);
        rewrites.AddRange(parts.Select((part, i) => new Rewrite(name, [i], part, false)));
        return [.. dims.Take(index), .. parts, .. dims.Skip(index + 1)];
    }

    private static ImmutableArray<Dim> Reshape(Operation op, ImmutableArray<Dim> dims, string name, Size[] sizes, bool isList)
    {
        Size total = dims.Aggregate((Size)1, (product, dim) => product * dim.Length);
        ImmutableArray<Dim> output = Regroup(op, dims, Solve(op, total, sizes, dims));
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i].Constant != -1)
            {
                op.Rewrite(name, output[i], isList ? [i] : []);
            }
        }

        return output;
    }

    /// <summary>Finds the size that <c>-1</c> stands for.</summary>
    private static Size[] Solve(Operation op, Size total, Size[] sizes, ImmutableArray<Dim> dims)
    {
        Size known = sizes.Where(size => size.Constant != -1).Aggregate((Size)1, (product, size) => product * size);
        Size[] solved = [.. sizes.Select(size => size.Constant == -1 ? total / known : size)];
        Size product = solved.Aggregate((Size)1, (result, size) => result * size);
        return product.Equals(total)
            ? solved
            : throw op.Clash($"{Operation.Text(dims)} as ({string.Join(", ", sizes.Select(size => size.ToString()))})");
    }

    /// <summary>Gives a tensor other sizes of the same product: merges and divides the dimensions between which both agree.</summary>
    public static ImmutableArray<Dim> Regroup(Operation op, ImmutableArray<Dim> dims, IReadOnlyList<Size> sizes)
    {
        var output = ImmutableArray.CreateBuilder<Dim>();
        int from = 0;
        int to = 0;
        while (from < dims.Length || to < sizes.Count)
        {
            if (to < sizes.Count && sizes[to].Constant == 1)
            {
                output.Add(Dim.Constant(1));
                to++;
                continue;
            }

            if (from < dims.Length && dims[from].Length.Constant == 1)
            {
                from++;
                continue;
            }

            int firstFrom = from;
            int firstTo = to;
            Size left = dims[from++].Length;
            Size right = sizes[to++];
            while (!left.Equals(right))
            {
                if (from < dims.Length && (to == sizes.Count || IsShorter(left, right)))
                {
                    left *= dims[from++].Length;
                }
                else if (to < sizes.Count)
                {
                    right *= sizes[to++];
                }
                else
                {
                    throw op.Clash(Operation.Text(dims));
                }
            }

            ImmutableArray<Dim> merged = [.. dims.Skip(firstFrom).Take(from - firstFrom)];
            Size[] parts = [.. sizes.Skip(firstTo).Take(to - firstTo)];
            output.AddRange(Divide(op, Product(op, merged), parts));
        }

        return output.ToImmutable();
    }

    private static bool IsShorter(Size left, Size right) => left.Constant is { } a && right.Constant is { } b
        ? a < b
        : (left * (right / left)).Equals(right);

    private static IEnumerable<Dim> Divide(Operation op, Dim whole, Size[] parts)
    {
        if (parts.Length == 1)
        {
            return [whole];
        }

        if (whole.IsConstant)
        {
            return parts.Select(Dim.Constant);
        }

        Dim[] fresh = [.. parts.Select(Dim.Fresh)];
        op.Unify(whole, new Dim([new Segment([.. fresh.SelectMany(dim => dim.Segments[0].Factors)])]), "sizes");
        return fresh.Select(dim => dim.Shifted(whole.IsShifted && !dim.IsConstant));
    }

    /// <summary>Dimensions merged into one, the first varying slowest.</summary>
    public static Dim Product(Operation op, ImmutableArray<Dim> dims)
    {
        Dim result = dims[0];
        foreach (Dim dim in dims.Skip(1))
        {
            ImmutableArray<Segment> faster = dim.Resolved();
            if (faster.Length > 1)
            {
                // Segments that repeat for each slower entry cannot be written as a sum of products.
                op.Lose(dim, "they are interleaved with another dimension");
                faster = Dim.Constant(dim.Length).Segments;
            }

            result = new Dim([.. result.Resolved().Select(slow => new Segment([.. slow.Factors, .. faster[0].Factors]))]);
        }

        // A channel of one factor is zero where nothing makes it, if it is so in its own dimension.
        return result.Shifted(dims.Any(dim => dim.IsShifted));
    }
}
