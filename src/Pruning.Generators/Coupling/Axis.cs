using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>
/// A range of channels. Axes that have to keep the same channels are unified (union-find); an axis that turns out to consist of parts is
/// cut into them or factored, and then all axes that it is unified with are, too.
/// </summary>
internal sealed class Axis(long length, bool isTable = false)
{
    private Axis? _representative;

    /// <summary>The number of channels of the dense model.</summary>
    public long Length { get; } = length;

    /// <summary>The axis that stands for all axes that this one is unified with.</summary>
    public Axis Root
    {
        get
        {
            Axis root = this;
            while (root._representative is { } next)
            {
                root = next;
            }

            Axis axis = this;
            while (axis._representative is { } next)
            {
                axis._representative = root;
                axis = next;
            }

            return root;
        }
    }

    /// <summary>What a root consists of; null for a leaf.</summary>
    public AxisStructure? Structure { get; private set; }

    /// <summary>
    /// What a root consists of as a product: one part behind itself several times is a constant times that part, as the two halves that a
    /// rotation of positions mixes. Null where it is no product.
    /// </summary>
    public IEnumerable<Factor>? Factors
    {
        get
        {
            if (Structure is null or { Kind: AxisStructureKind.Product })
            {
                return Structure?.Parts.Select(part => new Factor(part));
            }

            Axis[] parts = [.. Parts(this)];
            return parts.Distinct().Count() == 1 ? [new Factor(parts.Length), new Factor(parts[0])] : null;
        }
    }

    /// <summary>Why no channel of a root can be removed; null where nothing is known against it.</summary>
    public string? KeptBecause { get; private set; }

    /// <summary>Why removing channels of a root changes more than those channels; null where it does not.</summary>
    public string? ApproximateBecause { get; private set; }

    /// <summary>Whether a layer produces the channels of a root, so that one may expect them to be prunable; not so factors of them.</summary>
    public bool IsProduced { get; private set; }

    /// <summary>
    /// Whether channels of a root meet where no weights read them, as those of queries and keys do, or those that are summed up.
    /// </summary>
    public bool MeetsWithoutWeights { get; private set; }

    /// <summary>
    /// Whether a root is known from the parameters and buffers of the user's own classes only, such as the positions in a table, so that
    /// nothing is lost if it stays.
    /// </summary>
    public bool IsTable { get; private set; } = isTable;

    /// <summary>How many channels of a leaf may stay.</summary>
    public WidthLimits Limits { get; private set; } = WidthLimits.None;

    /// <summary>Sets limits beside those that hold already. Only for leaves that are not unified any more.</summary>
    public void Limit(WidthLimits limits) => Root.Limits = Root.Limits.And(limits);

    /// <summary>Notes that a layer produces the channels.</summary>
    public void Produce()
    {
        Axis root = Root;
        root.IsProduced = true;
        foreach (Axis part in root.Structure is { Kind: AxisStructureKind.Sum } sum ? sum.Parts : [])
        {
            part.Produce();
        }
    }

    /// <summary>Forbids removing channels; the first reason is remembered.</summary>
    public void Keep(string reason)
    {
        Axis root = Root;
        root.KeptBecause ??= reason;
        foreach (Axis part in root.Structure?.Parts ?? [])
        {
            part.Keep(reason);
        }
    }

    /// <summary>Notes that removal is not exact; the first reason is remembered.</summary>
    public void Approximate(string reason)
    {
        Axis root = Root;
        root.ApproximateBecause ??= reason;
        foreach (Axis part in root.Structure?.Parts ?? [])
        {
            part.Approximate(reason);
        }
    }

    /// <summary>Notes that channels meet where no weights read them.</summary>
    public void MeetWithoutWeights()
    {
        Axis root = Root;
        root.MeetsWithoutWeights = true;
        foreach (Axis part in root.Structure?.Parts ?? [])
        {
            part.MeetWithoutWeights();
        }
    }

    /// <summary>Cuts a leaf in two.</summary>
    public void Cut(long position) => Divide(AxisStructureKind.Sum, new Axis(position, IsTable), new Axis(Length - position, IsTable));

    /// <summary>Makes a leaf a product whose slower factor has the given length.</summary>
    public void Factor(long slower) => Divide(AxisStructureKind.Product, new Axis(slower, IsTable), new Axis(Length / slower, IsTable));

    /// <summary>Makes two roots one: the other one's structure holds from now on.</summary>
    public void Link(Axis other)
    {
        _representative = other;
        Structure = null;
        other.Root.MergeTable(IsTable);
        PassMarksTo(other);
        if (IsProduced)
        {
            other.Produce();
        }
    }

    private static IEnumerable<Axis> Parts(Axis root) =>
        root.Structure is { Kind: AxisStructureKind.Sum } sum ? sum.Parts.SelectMany(part => Parts(part.Root)) : [root];

    private void MergeTable(bool isTable)
    {
        IsTable &= isTable;
        foreach (Axis part in Structure?.Parts ?? [])
        {
            part.Root.MergeTable(isTable);
        }
    }

    private void PassMarksTo(Axis other)
    {
        if (KeptBecause is { } kept)
        {
            other.Keep(kept);
        }

        if (ApproximateBecause is { } approximate)
        {
            other.Approximate(approximate);
        }

        if (MeetsWithoutWeights)
        {
            other.MeetWithoutWeights();
        }
    }

    private void Divide(AxisStructureKind kind, Axis first, Axis second)
    {
        if (Structure is not null || _representative is not null)
        {
            throw new InvalidOperationException("Only a leaf can be divided.");
        }

        Structure = new AxisStructure(kind, [first, second]);
        PassMarksTo(first);
        PassMarksTo(second);
        if (IsProduced && kind == AxisStructureKind.Sum)
        {
            first.Produce();
            second.Produce();
        }
    }
}

/// <summary>What an axis consists of.</summary>
internal sealed record AxisStructure(AxisStructureKind Kind, Axis[] Parts);

/// <summary>How the parts make up the axis.</summary>
internal enum AxisStructureKind
{
    /// <summary>One behind the other.</summary>
    Sum,

    /// <summary>Nested, the first part varying slowest.</summary>
    Product,
}
