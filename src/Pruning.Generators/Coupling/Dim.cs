using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>One dimension of a tensor: segments, one behind the other.</summary>
internal sealed class Dim(ImmutableArray<Segment> segments)
{
    /// <summary>The segments as they were put together; <see cref="Resolved"/> says what they have become.</summary>
    public ImmutableArray<Segment> Segments { get; } = segments;

    /// <summary>The number of entries of the dense model.</summary>
    public Size Length { get; } = segments.Aggregate((Size)0, (sum, segment) => sum + segment.Length);

    /// <summary>
    /// Whether a channel need not be zero here when all that makes it is zero: behind a sigmoid, or where something else is added.
    /// </summary>
    public bool IsShifted { get; private init; }

    /// <summary>The dimension that this one is a part of; null for one that is whole.</summary>
    public Dim? Whole { get; private init; }

    /// <summary>Why the entries of a constant belong to their places; null where nothing is known of them.</summary>
    public string? IsPlacedBecause { get; private init; }

    /// <summary>A dimension whose entries belong to their places, so that no channel that meets them can go.</summary>
    public static Dim Placed(Size length, string reason) => new(Constant(length).Segments) { IsPlacedBecause = reason };

    /// <summary>A dimension that cannot be pruned.</summary>
    public static Dim Constant(Size length) => new([new Segment([new Factor(length)])]);

    /// <summary>The dimension of a fresh axis; a single entry can never be removed, so it is a constant.</summary>
    public static Dim Fresh(long length) => length <= 1 ? Constant(length) : Of(new Axis(length));

    /// <summary>A fresh axis if the length is known, otherwise a constant.</summary>
    public static Dim Fresh(Size length) => length.Constant is { } known ? Fresh(known) : Constant(length);

    /// <summary>The dimension of a parameter or buffer of the user's own classes.</summary>
    public static Dim Table(Size length) => length.Constant is > 1 and { } known ? Of(new Axis(known, isTable: true)) : Constant(length);

    /// <summary>All of an axis.</summary>
    public static Dim Of(Axis axis) => new([new Segment([new Factor(axis)])]);

    /// <summary>Dimensions one behind the other.</summary>
    public static Dim Sum(IEnumerable<Dim> dims)
    {
        List<Dim> parts = [.. dims];
        return new Dim([.. parts.SelectMany(dim => dim.Segments)]) { IsShifted = parts.Any(dim => dim.IsShifted) };
    }

    /// <summary>The same channels, which need not be zero where nothing makes them, or which are.</summary>
    public Dim Shifted(bool isShifted = true) =>
        isShifted == IsShifted ? this : new Dim(Segments) { IsShifted = isShifted, Whole = this };

    /// <summary>Whether it is another dimension or some of its channels.</summary>
    public bool IsPartOf(Dim other) => ReferenceEquals(this, other) || Whole?.IsPartOf(other) == true;

    /// <summary>The same channels as a part of others.</summary>
    public Dim PartOf(Dim whole) => new(Segments) { IsShifted = whole.IsShifted, Whole = whole };

    /// <summary>The segments by what is known now: no axis that leads one is divided any more.</summary>
    public ImmutableArray<Segment> Resolved()
    {
        if (IsResolved)
        {
            return Segments;
        }

        var resolved = ImmutableArray.CreateBuilder<Segment>();
        foreach (Segment segment in Segments.SelectMany(segment => segment.Resolved()))
        {
            if (segment.IsConstant && resolved.Count > 0 && resolved[resolved.Count - 1].IsConstant)
            {
                resolved[resolved.Count - 1] = new Segment([new Factor(resolved[resolved.Count - 1].Length + segment.Length)]);
            }
            else
            {
                resolved.Add(segment);
            }
        }

        return resolved.ToImmutable();
    }

    private bool IsResolved
    {
        get
        {
            for (int i = 0; i < Segments.Length; i++)
            {
                bool joinsItsNeighbour = i > 0 && Segments[i].IsConstant && Segments[i - 1].IsConstant;
                if (!Segments[i].IsResolved || joinsItsNeighbour)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The axes in it that are not divided further.</summary>
    public IEnumerable<Axis> Leaves()
    {
        foreach (Segment segment in Segments)
        {
            foreach (Factor factor in segment.Factors)
            {
                foreach (Axis leaf in factor.Leaves())
                {
                    yield return leaf;
                }
            }
        }
    }

    /// <summary>Whether no channel of it could ever be removed.</summary>
    public bool IsConstant => !Leaves().Any();

    /// <summary>Forbids removing channels.</summary>
    public void Keep(string reason)
    {
        foreach (Axis leaf in Leaves())
        {
            leaf.Keep(reason);
        }
    }

    /// <summary>Notes that removing channels changes more than those channels.</summary>
    public void Approximate(string reason)
    {
        foreach (Axis leaf in Leaves())
        {
            leaf.Approximate(reason);
        }
    }

    /// <summary>Notes that its channels meet where no weights read them.</summary>
    public void MeetWithoutWeights()
    {
        foreach (Axis leaf in Leaves())
        {
            leaf.MeetWithoutWeights();
        }
    }

    /// <inheritdoc />
    public override string ToString() => Length.ToString();
}

/// <summary>A run of entries that is a product of factors, the first one varying slowest.</summary>
internal sealed class Segment(ImmutableArray<Factor> factors)
{
    /// <summary>The factors, slowest first.</summary>
    public ImmutableArray<Factor> Factors { get; } = factors;

    /// <summary>The number of entries of the dense model.</summary>
    public Size Length { get; } = factors.Aggregate((Size)1, (product, factor) => product * factor.Length);

    /// <summary>Whether all factors are constants.</summary>
    public bool IsConstant => Factors.All(factor => factor.Axis is null);

    /// <summary>Whether nothing is known by now that makes other segments of this one.</summary>
    public bool IsResolved
    {
        get
        {
            if (Factors.Length == 1)
            {
                return Factors[0].IsWhole;
            }

            for (int i = 0; i < Factors.Length; i++)
            {
                bool joinsItsNeighbour = i > 0 && Factors[i].Axis is null && Factors[i - 1].Axis is null;
                if (!Factors[i].IsWhole || Factors[i].Length.Constant == 1 || joinsItsNeighbour)
                {
                    return false;
                }
            }

            return Factors.Length > 0;
        }
    }

    /// <summary>The segments that this one has become: products are flattened, and a leading sum is spread out.</summary>
    public IEnumerable<Segment> Resolved()
    {
        if (IsResolved)
        {
            return [this];
        }

        ImmutableArray<Factor> flat = Flattened(Factors, isLeading: true);
        if (flat.Length > 0 && flat[0].Axis?.Root.Structure is { Kind: AxisStructureKind.Sum } sum)
        {
            return sum.Parts.SelectMany(part => new Segment(flat.SetItem(0, new Factor(part))).Resolved());
        }

        return [new Segment(flat.Length == 0 ? [new Factor((Size)1)] : flat)];
    }

    private static ImmutableArray<Factor> Flattened(IEnumerable<Factor> factors, bool isLeading)
    {
        var flat = new List<Factor>();
        foreach (Factor factor in factors)
        {
            // A sum that comes first is spread out into segments instead.
            bool isFirst = isLeading && flat.Count == 0;
            bool isSpread = isFirst && factor.Axis?.Root.Structure is { Kind: AxisStructureKind.Sum };
            if (!isSpread && factor.Axis?.Root.Factors is { } product)
            {
                flat.AddRange(Flattened(product, isFirst));
            }
            else if (factor.Length.Constant != 1)
            {
                flat.Add(factor);
            }
        }

        for (int i = flat.Count - 2; i >= 0; i--)
        {
            if (flat[i].Axis is null && flat[i + 1].Axis is null)
            {
                flat[i] = new Factor(flat[i].Length * flat[i + 1].Length);
                flat.RemoveAt(i + 1);
            }
        }

        return [.. flat];
    }
}

/// <summary>All channels of an axis, or a constant.</summary>
internal readonly struct Factor
{
    /// <summary>A constant that is never pruned.</summary>
    public Factor(Size constant) => Length = constant;

    /// <summary>The channels of an axis.</summary>
    public Factor(Axis axis)
    {
        Axis = axis;
        Length = axis.Length;
    }

    /// <summary>The axis; null for a constant.</summary>
    public Axis? Axis { get; }

    /// <summary>The number of entries of the dense model.</summary>
    public Size Length { get; }

    /// <summary>Whether it is a constant, or its axis does not consist of others.</summary>
    public bool IsWhole => Axis is null || Axis.Root.Structure is null;

    /// <summary>The axes that the factor's axis consists of.</summary>
    public IEnumerable<Axis> Leaves() => Axis is null ? [] : Leaves(Axis.Root);

    private static IEnumerable<Axis> Leaves(Axis root) =>
        root.Structure is null ? root.Length == 1 ? [] : [root] : root.Structure.Parts.SelectMany(part => Leaves(part.Root));
}
