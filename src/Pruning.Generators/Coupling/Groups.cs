using System.Collections.Immutable;
using System.Text;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>The axes that can be pruned, numbered and named.</summary>
internal sealed class Groups
{
    private readonly Dictionary<Axis, int> _numbers = [];
    private readonly List<GroupModel> _models = [];
    private readonly List<KeptModel> _kept = [];
    private readonly HashSet<Axis> _keptAxes = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _properties = new(StringComparer.Ordinal)
    {
        "Dense", "Parameters", "Macs", "Activations", "Cost", "MarginalCost", "Widths", "EqualityContract", "Equals", "GetHashCode", "ToString", "GetType",
        "MemberwiseClone", "PrintMembers", "ReferenceEquals", "Finalize",
    };

    private Groups()
    {
    }

    /// <summary>The groups in their order.</summary>
    public EquatableArray<GroupModel> Models => _models.ToEquatableArray();

    /// <summary>The channels that stay.</summary>
    public EquatableArray<KeptModel> Kept => _kept.ToEquatableArray();

    /// <summary>
    /// Numbers the axes that the network's layers produce, in the order in which the layers run, and then those that only parameters of
    /// the user's own classes produce.
    /// </summary>
    public static Groups Of(NetworkModel network, Replay replay, StateDict states)
    {
        var groups = new Groups();
        foreach (Layer layer in replay.Layers.Select(replay.Propagation.FindLayer).OfType<Layer>())
        {
            // A norm gives back what it reads and produces nothing.
            if (layer.Output != layer.Input)
            {
                groups.Add(layer.Node.Path, layer.Output);
            }
        }

        foreach (StateEntry entry in states.Entries.Where(entry => network.Modules[entry.Module] is ClassNode))
        {
            foreach (StateDim produced in entry.State.Dims.Where(dim => dim.Role == StateRole.Output))
            {
                groups.Add(entry.Key, produced.Dim);
            }
        }

        return groups;
    }

    /// <summary>A dimension of a parameter in terms of groups.</summary>
    public DimensionModel LayoutOf(StateDim dim)
    {
        var segments = new List<SegmentModel>();
        foreach (Segment segment in dim.Dim.Resolved())
        {
            segments.Add(new SegmentModel(Merged(segment.Factors.Select(FactorOf)).ToEquatableArray()));
        }

        segments = MergeConstants(segments);
        DimensionRole role = segments.Any(segment => segment.Factors.Any(factor => factor.Group is not null))
            ? RoleOf(dim.Role)
            : DimensionRole.Fixed;
        return new DimensionModel(role, segments.ToEquatableArray());
    }

    /// <summary>The length of a dimension in terms of the groups' widths.</summary>
    public WidthExpression WidthOf(Dim dim, long sign = 1)
    {
        var terms = new List<WidthTerm>();
        foreach (Segment segment in dim.Resolved())
        {
            terms.AddRange(segment.Factors.Select(WidthOf).Aggregate(Times));
        }

        return new WidthExpression(Canonical(sign == 1 ? terms : [.. Times(Constant(sign), terms)]));
    }

    /// <summary>Whether an expression depends on some group.</summary>
    public static bool IsPrunable(WidthExpression width) => width.Terms.Any(term => term.Groups.Count > 0);

    private void Add(string path, Dim produced)
    {
        ImmutableArray<Segment> segments = produced.Resolved();
        Size offset = 0;
        foreach (Segment segment in segments)
        {
            string range = segments.Length == 1 ? "" : FormattableString.Invariant($"[{offset}..{offset + segment.Length}]");
            List<Axis> axes = [.. segment.Factors.Where(factor => factor.Axis is not null).Select(factor => factor.Axis!.Root)];
            List<Axis> free = [.. axes.Where(CanBePruned)];
            for (int i = 0; i < free.Count; i++)
            {
                Add(path + range + (free.Count == 1 ? "" : FormattableString.Invariant($"/{i}")), free[i]);
            }

            List<Axis> kept = [.. axes.Where(axis => axis.KeptBecause is not null && _keptAxes.Add(axis))];
            if (kept.Count > 0)
            {
                long channels = kept.Aggregate(1L, (product, axis) => product * axis.Length);
                _kept.Add(new KeptModel(path + range, (int)channels, kept[0].KeptBecause!));
            }

            offset += segment.Length;
        }
    }

    private void Add(string name, Axis axis)
    {
        if (!_numbers.ContainsKey(axis))
        {
            // A parameter can produce several dimensions of its own.
            string unique = Names.Unique(name, _names, "/");
            _numbers.Add(axis, _models.Count);
            _models.Add(new GroupModel(unique, PropertyOf(unique), (int)axis.Length, axis.ApproximateBecause)
            {
                Limits = axis.Limits.Of((int)axis.Length),
                MeetsWithoutWeights = axis.MeetsWithoutWeights,
            });
        }
    }

    private static bool CanBePruned(Axis axis) => axis.KeptBecause is null && axis.Structure is null && axis.Length > 1;

    private string PropertyOf(string name)
    {
        var property = new StringBuilder();
        foreach (string part in name.Replace("..", ".").Split(['.', '[', ']', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            property.Append(property.Length == 0 ? "" : "_");
            foreach (string word in part.Split('_').Where(word => word.Length > 0))
            {
                property.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
            }
        }

        return Names.Unique(Names.Identifier(property.ToString()), _properties, "_");
    }

    private FactorModel FactorOf(Factor factor) =>
        factor.Axis is { } axis && _numbers.TryGetValue(axis.Root, out int number)
            ? new FactorModel(number, (int)axis.Length)
            : new FactorModel(null, (int)factor.Length.Constant!.Value);

    private static IEnumerable<FactorModel> Merged(IEnumerable<FactorModel> factors)
    {
        FactorModel? constant = null;
        foreach (FactorModel factor in factors)
        {
            if (factor.Group is null)
            {
                constant = new FactorModel(null, factor.Length * (constant?.Length ?? 1));
                continue;
            }

            if (constant is not null)
            {
                yield return constant;
                constant = null;
            }

            yield return factor;
        }

        if (constant is not null)
        {
            yield return constant;
        }
    }

    private static List<SegmentModel> MergeConstants(List<SegmentModel> segments)
    {
        var merged = new List<SegmentModel>();
        foreach (SegmentModel segment in segments)
        {
            if (Constant(segment) is { } length && merged.Count > 0 && Constant(merged[merged.Count - 1]) is { } before)
            {
                merged[merged.Count - 1] = new SegmentModel(EquatableArray.Of(new FactorModel(null, before + length)));
            }
            else
            {
                merged.Add(segment);
            }
        }

        return merged;
    }

    private static int? Constant(SegmentModel segment) => segment.Factors.All(factor => factor.Group is null)
        ? segment.Factors.Aggregate(1, (product, factor) => product * factor.Length)
        : null;

    private static DimensionRole RoleOf(StateRole role) => role switch
    {
        StateRole.Output => DimensionRole.Output,
        StateRole.Input => DimensionRole.Input,
        StateRole.Channel => DimensionRole.Channel,
        _ => DimensionRole.Fixed,
    };

    private IEnumerable<WidthTerm> WidthOf(Factor factor)
    {
        if (factor.Axis is null)
        {
            return factor.Length.Terms.Select(term => new WidthTerm(term.Coefficient, EquatableArray<int>.Empty, term.Atoms));
        }

        Axis root = factor.Axis.Root;
        if (_numbers.TryGetValue(root, out int number))
        {
            return [new WidthTerm(1, EquatableArray.Of(number), EquatableArray<SizeAtom>.Empty)];
        }

        return root.Structure is null ? Constant(root.Length) : WidthOf(Dim.Of(root)).Terms;
    }

    private static IEnumerable<WidthTerm> Constant(long value) =>
        [new WidthTerm(value, EquatableArray<int>.Empty, EquatableArray<SizeAtom>.Empty)];

    private static IEnumerable<WidthTerm> Times(IEnumerable<WidthTerm> left, IEnumerable<WidthTerm> right) =>
        from a in left
        from b in right
        select new WidthTerm(
            a.Coefficient * b.Coefficient,
            a.Groups.Count == 0 ? b.Groups
                : b.Groups.Count == 0 ? a.Groups
                : a.Groups.Concat(b.Groups).OrderBy(number => number).ToEquatableArray(),
            Term.Product(a.Atoms, b.Atoms));

    /// <summary>Like terms together, in the order of their first appearance, so that a sum reads in the order of the channels.</summary>
    private static EquatableArray<WidthTerm> Canonical(List<WidthTerm> terms) =>
        terms.Count == 1 && terms[0].Coefficient != 0
            ? EquatableArray.Of(terms[0])
            : (from term in terms
               group term by (term.Groups, term.Atoms) into like
               let sum = like.Sum(term => term.Coefficient)
               where sum != 0
               select new WidthTerm(sum, like.Key.Groups, like.Key.Atoms)).ToEquatableArray();
}
