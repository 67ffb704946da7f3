using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>
/// Makes dimensions keep the same channels. Two sums are cut into common ranges, two products are factored into common factors, and what
/// then stands side by side is unified. Where there is no common refinement, all axes involved are kept, which is always correct.
/// </summary>
internal static class Unification
{
    /// <summary>Why axes are kept whose dimensions have no common refinement.</summary>
    public const string Misaligned = "their ranges do not line up with those that they meet";
    private const string Fixed = "they meet a size that is fixed";

    /// <summary>Unifies two dimensions of the same length.</summary>
    public static void Unify(Dim left, Dim right)
    {
        if (!left.Length.Equals(right.Length))
        {
            throw new ArgumentException($"A dimension of {left} cannot be unified with one of {right}.");
        }

        if (left.Segments is [{ IsResolved: true } whole] && right.Segments is [{ IsResolved: true } other])
        {
            UnifyProducts(whole.Factors, other.Factors);
            return;
        }

        var lefts = new SegmentQueue(left);
        var rights = new SegmentQueue(right);
        while (lefts.TryTake(out Segment a) && rights.TryTake(out Segment b))
        {
            if (!a.Length.Equals(b.Length) && !TryLevel(ref a, lefts, ref b, rights))
            {
                lefts.Return(a);
                rights.Return(b);
                lefts.KeepRest(Misaligned);
                rights.KeepRest(Misaligned);
                return;
            }

            UnifyProducts(a.Factors, b.Factors);
        }
    }

    /// <summary>The part of a dimension between two positions; its axes are cut there. Null where they cannot be.</summary>
    public static Dim? Range(Dim dim, long start, long stop)
    {
        var queue = new SegmentQueue(dim);
        var inside = ImmutableArray.CreateBuilder<Segment>();
        long position = 0;
        while (position < stop && queue.TryTake(out Segment segment))
        {
            long border = position < start ? start : stop;
            if (segment.Length.Constant is not { } length)
            {
                return null;
            }

            if (position + length > border)
            {
                if (!TrySplit(segment, border - position, out Segment before, out Segment behind))
                {
                    return null;
                }

                queue.Return(behind);
                segment = before;
                length = border - position;
            }

            if (position >= start)
            {
                inside.Add(segment);
            }

            position += length;
        }

        return new Dim(inside.ToImmutable());
    }

    private static bool TryLevel(ref Segment a, SegmentQueue lefts, ref Segment b, SegmentQueue rights)
    {
        if (a.Length.Constant is not { } lengthOfA || b.Length.Constant is not { } lengthOfB)
        {
            return false;
        }

        SegmentQueue longer = lengthOfA > lengthOfB ? lefts : rights;
        if (!TrySplit(lengthOfA > lengthOfB ? a : b, Math.Min(lengthOfA, lengthOfB), out Segment before, out Segment behind))
        {
            return false;
        }

        longer.Return(behind);
        a = lengthOfA > lengthOfB ? before : a;
        b = lengthOfA > lengthOfB ? b : before;
        return true;
    }

    private static bool TrySplit(Segment segment, long position, out Segment before, out Segment behind)
    {
        before = behind = segment;
        ImmutableArray<Factor> factors = segment.Factors;
        long? block = factors.Skip(1).Aggregate((Size)1, (product, factor) => product * factor.Length).Constant;
        if (block is not { } entries || position % entries != 0 || factors[0].Length.Constant is not { } length)
        {
            return false;
        }

        long cut = position / entries;
        if (factors[0].Axis is { } axis)
        {
            axis.Root.Cut(cut);
            Axis[] parts = axis.Root.Structure!.Parts;
            before = new Segment(factors.SetItem(0, new Factor(parts[0])));
            behind = new Segment(factors.SetItem(0, new Factor(parts[1])));
        }
        else
        {
            before = new Segment(factors.SetItem(0, new Factor((Size)cut)));
            behind = new Segment(factors.SetItem(0, new Factor((Size)(length - cut))));
        }

        return true;
    }

    private static void UnifyProducts(ImmutableArray<Factor> left, ImmutableArray<Factor> right)
    {
        if (left is [{ IsWhole: true } single] && right is [{ IsWhole: true } other] && single.Length.Constant != 1)
        {
            UnifyFactors(single, other);
            return;
        }

        var lefts = new FactorQueue(left);
        var rights = new FactorQueue(right);
        while (lefts.TryTake(out Factor a) && rights.TryTake(out Factor b))
        {
            if (a.Length.Equals(b.Length))
            {
                UnifyFactors(a, b);
                continue;
            }

            bool leftIsLonger = Divides(b.Length, a.Length);
            bool rightIsLonger = !leftIsLonger && Divides(a.Length, b.Length);
            if (!(leftIsLonger && TryReduce(a, lefts, b, rights)) && !(rightIsLonger && TryReduce(b, rights, a, lefts)))
            {
                lefts.Return(a);
                rights.Return(b);
                lefts.KeepRest(Misaligned);
                rights.KeepRest(Misaligned);
                return;
            }
        }
    }

    /// <summary>Unifies the slower part of a factor with a shorter one and returns the rest to its queue.</summary>
    private static bool TryReduce(Factor whole, FactorQueue wholes, Factor part, FactorQueue parts)
    {
        if (whole.Axis?.Root is { Structure.Kind: AxisStructureKind.Sum } sum)
        {
            // A sum among the faster factors: whatever makes up its length on the other side is unified with it as a dimension.
            var collected = ImmutableArray.Create(part);
            Size length = part.Length;
            while (!length.Equals(sum.Length) && parts.TryTake(out Factor next))
            {
                collected = collected.Add(next);
                length *= next.Length;
            }

            if (!length.Equals(sum.Length))
            {
                foreach (Factor factor in collected.Skip(1).Reverse())
                {
                    parts.Return(factor);
                }

                return false;
            }

            Unify(Dim.Of(sum), new Dim([new Segment(collected)]));
            return true;
        }

        if (whole.Axis?.Root is { } axis)
        {
            axis.Factor(part.Length.Constant!.Value);
            Axis[] factors = axis.Structure!.Parts;
            UnifyFactors(new Factor(factors[0]), part);
            wholes.Return(new Factor(factors[1]));
            return true;
        }

        UnifyFactors(new Factor(part.Length), part);
        wholes.Return(new Factor(whole.Length / part.Length));
        return true;
    }

    private static bool Divides(Size divisor, Size dividend)
    {
        if (divisor.Constant is { } a && dividend.Constant is { } b)
        {
            return a > 0 && b > a && b % a == 0;
        }

        return (divisor * (dividend / divisor)).Equals(dividend);
    }

    private static void UnifyFactors(Factor left, Factor right)
    {
        if (left.Axis is { } a && right.Axis is { } b)
        {
            UnifyAxes(a.Root, b.Root);
        }
        else
        {
            (left.Axis is null ? right : left).Keep(Fixed);
        }
    }

    private static void UnifyAxes(Axis a, Axis b)
    {
        if (a == b)
        {
            return;
        }

        if (a.Structure is null)
        {
            a.Link(b);
        }
        else if (b.Structure is null)
        {
            b.Link(a);
        }
        else
        {
            Unify(Dim.Of(a), Dim.Of(b));
            if (a.Root != b.Root)
            {
                a.Root.Link(b.Root);
            }
        }
    }

    private static void Keep(this Factor factor, string reason)
    {
        foreach (Axis leaf in factor.Leaves())
        {
            leaf.Keep(reason);
        }
    }

    /// <summary>The segments of a dimension, each resolved only when taken, since unifying those before it may divide it.</summary>
    private sealed class SegmentQueue(Dim dim)
    {
        private readonly Stack<Segment> _segments = new(dim.Segments.Reverse());

        public bool TryTake(out Segment segment)
        {
            if (_segments.Count == 0)
            {
                segment = new Segment([]);
                return false;
            }

            foreach (Segment resolved in _segments.Pop().Resolved().Reverse().ToList())
            {
                _segments.Push(resolved);
            }

            segment = _segments.Pop();
            return true;
        }

        public void Return(Segment segment) => _segments.Push(segment);

        public void KeepRest(string reason) => new Dim([.. _segments]).Keep(reason);
    }

    /// <summary>The factors of a product, each resolved only when it is taken.</summary>
    private sealed class FactorQueue(ImmutableArray<Factor> factors)
    {
        private readonly Stack<Factor> _factors = new(factors.Reverse());

        public bool TryTake(out Factor factor)
        {
            while (_factors.Count > 0)
            {
                factor = _factors.Pop();
                if (factor.Axis?.Root.Factors is { } product)
                {
                    foreach (Factor part in product.Reverse())
                    {
                        _factors.Push(part);
                    }
                }
                else if (factor.Length.Constant != 1)
                {
                    return true;
                }
            }

            factor = default;
            return false;
        }

        public void Return(Factor factor) => _factors.Push(factor);

        public void KeepRest(string reason) => new Dim([new Segment([.. _factors])]).Keep(reason);
    }
}
