using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>
/// A range of channels. Axes that have to keep the same channels are unified (union-find); an axis that turns out to consist of parts is
/// cut into them or factored, and then all axes that it is unified with are, too.
/// </summary>
internal sealed class Axis(long length)
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

    /// <summary>Why no channel of a root can be removed; null where nothing is known against it.</summary>
    public string? KeptBecause { get; private set; }

    /// <summary>Why removing channels of a root changes more than those channels; null where it does not.</summary>
    public string? ApproximateBecause { get; private set; }

    /// <summary>Whether a layer produces the channels of a root, so that one may expect them to be prunable; not so factors of them.</summary>
    public bool IsProduced { get; private set; }

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

    /// <summary>Cuts a leaf in two.</summary>
    public void Cut(long position) => Divide(AxisStructureKind.Sum, new Axis(position), new Axis(Length - position));

    /// <summary>Makes a leaf a product whose slower factor has the given length.</summary>
    public void Factor(long slower) => Divide(AxisStructureKind.Product, new Axis(slower), new Axis(Length / slower));

    /// <summary>Makes two roots one: the other one's structure holds from now on.</summary>
    public void Link(Axis other)
    {
        _representative = other;
        Structure = null;
        PassMarksTo(other);
        if (IsProduced)
        {
            other.Produce();
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
