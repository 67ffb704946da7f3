using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>One run of an operator or a layer, as its rule sees it.</summary>
internal sealed class Operation(
    string name, EquatableArray<Argument> arguments, Func<Operand, ImmutableArray<Dim>> shapes, Func<Operand, bool> truths)
{
    /// <summary>The operator's or the layer factory's name, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments.</summary>
    public ArgumentList Arguments { get; } = new(arguments);

    /// <summary>The shape of the first argument.</summary>
    public ImmutableArray<Dim> Input => Arguments.All.Count > 0 && IsTensor(Arguments.All[0].Value)
        ? shapes(Arguments.All[0].Value)
        : throw new RuleException(ProblemKind.UnknownArgument, $"'{Name}' is not given a tensor first");

    /// <summary>How many tensors it makes by its signature.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Arguments that are sizes.</summary>
    public List<Rewrite> Rewrites { get; } = [];

    /// <summary>Arguments that the operator divides by the square root of a dimension.</summary>
    public List<(string Argument, Dim Dim)> Rescales { get; } = [];

    /// <summary>The pieces that the operator cuts a dimension into, if it does.</summary>
    public ImmutableArray<Dim> Pieces { get; set; } = [];

    /// <summary>The dimension that the pieces are cut from.</summary>
    public int PiecesAlong { get; set; }

    /// <summary>The multiply-accumulate operations: products of dimensions.</summary>
    public List<ImmutableArray<Dim>> Costs { get; } = [];

    /// <summary>The outputs of convolutions and linear layers, which are what a network remembers for its backward pass.</summary>
    public List<ImmutableArray<Dim>> Activations { get; } = [];

    /// <summary>Its groups and the positions in them, if it is a grouped convolution.</summary>
    public List<Grouping> Groupings { get; } = [];

    /// <summary>What the operator does with the dimensions of tensors, in case they are parameters or made of them.</summary>
    public List<(Operand Tensor, int Dimension, StateRole Role)> Uses { get; } = [];

    /// <summary>Why channels that it was given had to be kept, though the operator is known.</summary>
    public List<string> Losses { get; } = [];

    /// <summary>Whether an operand is a tensor.</summary>
    public static bool IsTensor(Operand operand) => operand is TensorOperand or StateOperand;

    /// <summary>The shape of a tensor argument, or null where it is not given.</summary>
    public ImmutableArray<Dim>? Shape(params string[] names) =>
        Arguments.Find(names) is { } argument && IsTensor(argument.Value) ? shapes(argument.Value) : null;

    /// <summary>The shape of a tensor.</summary>
    public ImmutableArray<Dim> Shape(Operand tensor) => shapes(tensor);

    /// <summary>The shape of a tensor of positions; one of truth values picks as many entries as are true.</summary>
    public ImmutableArray<Dim> Positions(Operand tensor) => truths(tensor)
        ? throw Unsupported("picks entries by truth values, whose number depends on the data")
        : shapes(tensor);

    /// <summary>The shapes of all tensors that the operator is given.</summary>
    public IReadOnlyList<ImmutableArray<Dim>> AllShapes()
    {
        var all = new List<ImmutableArray<Dim>>();
        foreach (Argument argument in Arguments.All)
        {
            foreach (Operand item in ArgumentList.Items(argument.Value))
            {
                if (IsTensor(item))
                {
                    all.Add(shapes(item));
                }
            }
        }

        return all;
    }

    /// <summary>Notes that an argument is the size of a dimension.</summary>
    public void Rewrite(string argument, Dim dim, params int[] path) => Rewrites.Add(new Rewrite(argument, [.. path], dim, false));

    /// <summary>Notes that an argument is the negative size of a dimension.</summary>
    public void RewriteNegated(string argument, Dim dim, params int[] path) => Rewrites.Add(new Rewrite(argument, [.. path], dim, true));

    /// <summary>Notes that the operator divides by the square root of a dimension, where the dense model's scale has to stay.</summary>
    public void Rescale(string argument, Dim dim) => Rescales.Add((argument, dim));

    /// <summary>Notes multiply-accumulate operations: the product of the dimensions' lengths.</summary>
    public void Cost(IEnumerable<Dim> dims) => Costs.Add([.. dims]);

    /// <summary>Notes an output that counts as activation memory, and gives it back.</summary>
    public ImmutableArray<Dim> Activation(ImmutableArray<Dim> output)
    {
        Activations.Add(output);
        return output;
    }

    /// <summary>Notes what a dimension of a tensor is used for, in case that tensor is a parameter.</summary>
    public void Use(Operand tensor, int dimension, StateRole role) => Uses.Add((tensor, dimension, role));

    /// <summary>Makes two dimensions keep the same channels.</summary>
    public Dim Unify(Dim left, Dim right, string what)
    {
        if (!left.Length.Equals(right.Length))
        {
            throw Clash($"{what}: {left} against {right}");
        }

        if ((left.IsPlacedBecause ?? right.IsPlacedBecause) is { } reason)
        {
            KeepPlaces(left.IsConstant ? right : left, reason);
        }

        bool isAligned = !IsMisaligned(left) && !IsMisaligned(right);
        Unification.Unify(left, right);
        if (isAligned && IsMisaligned(left))
        {
            Losses.Add(Unification.Misaligned);
        }

        return left.IsConstant ? right : left;
    }

    /// <summary>Keeps channels that the algebra cannot follow, and remembers to say so.</summary>
    public void Lose(Dim dim, string reason)
    {
        if (dim.Leaves().Any(leaf => leaf.KeptBecause is null && !leaf.IsTable))
        {
            Losses.Add(reason);
        }

        dim.Keep(reason);
    }

    /// <summary>Keeps entries whose places matter; remembers to say so where a layer produces them as channels.</summary>
    public void KeepPlaces(Dim dim, string reason)
    {
        if (dim.Leaves().Any(leaf => leaf.IsProduced))
        {
            Lose(dim, reason);
        }

        dim.Keep(reason);
    }

    /// <summary>Notes that channels meet where no weights read them: they are summed up, or multiplied by others and summed up.</summary>
    /// <param name="factors">The dimension in each of the tensors that are multiplied.</param>
    public static void MeetWithoutWeights(params Dim[] factors)
    {
        if (factors.All(factor => factor.IsShifted))
        {
            factors[0].Approximate("they are summed up where a channel that nothing makes need not be zero");
        }

        factors[0].MeetWithoutWeights();
    }

    /// <summary>Unifies dimensions of shapes that are aligned at their ends; a size of one is repeated.</summary>
    /// <param name="all">The shapes.</param>
    /// <param name="isProduct">Whether a channel is zero already if it is so in one of the tensors, and not only if it is in all.</param>
    public ImmutableArray<Dim> Broadcast(IReadOnlyList<ImmutableArray<Dim>> all, bool isProduct = false)
    {
        if (all.Count == 0)
        {
            throw Unsupported("is given no tensor");
        }

        var result = new Dim[all.Max(shape => shape.Length)];
        for (int i = 0; i < result.Length; i++)
        {
            Dim? common = null;
            Dim[] met = [.. all.Where(shape => shape.Length >= result.Length - i).Select(shape => shape[shape.Length - result.Length + i])];
            foreach (Dim dim in met)
            {
                common = common is null || common.Length.Constant == 1 ? dim
                    : dim.Length.Constant == 1 ? common
                    : common.Length.Equals(dim.Length) ? Unify(common, dim, "sizes")
                    : throw Clash(string.Join(" and ", all.Select(Text)));
            }

            Dim[] whole = [.. met.Where(dim => dim.Length.Constant != 1)];
            bool isShifted = isProduct ? whole.Length > 0 && whole.All(dim => dim.IsShifted)
                : whole.Any(dim => dim.IsShifted) || (whole.Length > 0 && whole.Length < all.Count);
            result[i] = common!.Shifted(isShifted && !common.IsConstant);
        }

        return [.. result];
    }

    private static bool IsMisaligned(Dim dim) => dim.Leaves().Any(leaf => leaf.KeptBecause == Unification.Misaligned);

    /// <summary>A dimension's index counted from the start.</summary>
    public int Index(long dim, int rank) => dim >= -rank && dim < rank
        ? (int)(dim < 0 ? dim + rank : dim)
        : throw Clash($"dimension {dim} of a tensor that has {rank}");

    /// <summary>The problem of sizes that cannot meet.</summary>
    public RuleException Clash(string what) => new(ProblemKind.ShapeClash, $"'{Name}' is given sizes that do not fit, {what}");

    /// <summary>The problem of something that the table cannot follow.</summary>
    public RuleException Unsupported(string what) => new(ProblemKind.UnknownArgument, $"'{Name}' {what}");

    /// <summary>A shape as text.</summary>
    public static string Text(ImmutableArray<Dim> shape) => "(" + string.Join(", ", shape.Select(dim => dim.ToString())) + ")";
}
