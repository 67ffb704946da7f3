namespace Pruning.Generators.Tests.Coupling;

using Pruning.Generators.Coupling;
using Factor = Pruning.Generators.Coupling.Factor;
using Segment = Pruning.Generators.Coupling.Segment;

public class UnificationTests
{
    [Fact]
    public void Two_axes_of_one_length_become_one()
    {
        var a = new Axis(16);
        var b = new Axis(16);
        Unification.Unify(Dim.Of(a), Dim.Of(b));
        a.Root.ShouldBe(b.Root);
    }

    [Fact]
    public void A_sum_cuts_an_axis()
    {
        var whole = new Axis(10);
        var first = new Axis(4);
        var second = new Axis(6);
        Unification.Unify(Dim.Of(whole), Dim.Sum([Dim.Of(first), Dim.Of(second)]));
        Dim.Of(whole).Leaves().ShouldBe([first.Root, second.Root]);
    }

    [Fact]
    public void Two_sums_are_cut_where_either_has_a_border()
    {
        Axis[] axes = [new(4), new(6), new(7), new(3)];
        Unification.Unify(Dim.Sum([Dim.Of(axes[0]), Dim.Of(axes[1])]), Dim.Sum([Dim.Of(axes[2]), Dim.Of(axes[3])]));
        Dim.Of(axes[1]).Resolved().Select(segment => segment.Length.Constant).ShouldBe([3, 3]);
        Dim.Of(axes[2]).Resolved().Select(segment => segment.Length.Constant).ShouldBe([4, 3]);
    }

    [Fact]
    public void A_product_factors_an_axis_and_a_finer_one_its_factors()
    {
        var flat = new Axis(24);
        Axis[] coarse = [new(4), new(6)];
        Axis[] fine = [new(2), new(2), new(6)];
        Unification.Unify(Dim.Of(flat), Product(coarse));
        Unification.Unify(Dim.Of(flat), Product(fine));
        Dim.Of(flat).Leaves().ShouldBe([fine[0].Root, fine[1].Root, fine[2].Root]);
        Dim.Of(coarse[0]).Leaves().ShouldBe([fine[0].Root, fine[1].Root]);
    }

    [Fact]
    public void Channels_flattened_with_pixels_keep_the_pixels_together()
    {
        var features = new Axis(4096);
        var channels = new Axis(64);
        Unification.Unify(Dim.Of(features), new Dim([new Segment([new Factor(channels), new Factor((Generators.Networks.Size)64)])]));
        var resolved = new Dim(Dim.Of(features).Resolved());
        resolved.Segments.ShouldHaveSingleItem().Factors.Length.ShouldBe(2);
        resolved.Leaves().First().ShouldBe(channels.Root);
        resolved.Leaves().Skip(1).ShouldAllBe(pixels => pixels.KeptBecause != null);
    }

    [Fact]
    public void A_constant_keeps_the_axis_that_it_meets()
    {
        var axis = new Axis(8);
        Unification.Unify(Dim.Of(axis), Dim.Sum([Dim.Fresh(5), Dim.Constant(3)]));
        Dim.Of(axis).Leaves().Select(leaf => leaf.KeptBecause != null).ShouldBe([false, true]);
    }

    [Fact]
    public void What_was_kept_stays_kept_when_it_is_divided()
    {
        var axis = new Axis(8);
        axis.Keep("a reason");
        Unification.Unify(Dim.Of(axis), Dim.Sum([Dim.Fresh(5), Dim.Fresh(3)]));
        Dim.Of(axis).Leaves().ShouldAllBe(leaf => leaf.KeptBecause == "a reason");
    }

    [Fact]
    public void Products_without_a_common_refinement_are_kept()
    {
        Axis[] left = [new(6), new(2)];
        Axis[] right = [new(4), new(3)];
        Unification.Unify(Product(left), Product(right));
        left.Concat(right).SelectMany(axis => Dim.Of(axis).Leaves()).ShouldAllBe(leaf => leaf.KeptBecause != null);
    }

    [Fact]
    public void A_sum_of_rotated_parts_couples_single_channels()
    {
        var a = new Axis(3);
        var b = new Axis(5);
        Unification.Unify(Dim.Sum([Dim.Of(a), Dim.Of(b)]), Dim.Sum([Dim.Of(b), Dim.Of(a)]));
        Dim.Of(a).IsConstant.ShouldBeTrue("all channels are coupled, so that only one could be left");
        Dim.Of(b).IsConstant.ShouldBeTrue();
    }

    [Fact]
    public void A_range_cuts_the_axes_at_its_ends()
    {
        var channels = new Axis(6);
        Dim dim = Dim.Sum([Dim.Of(channels), Dim.Fresh(4)]);
        Dim range = Unification.Range(dim, 2, 8)!;
        range.Resolved().Select(segment => segment.Length.Constant).ShouldBe([4, 2]);
        Dim.Of(channels).Resolved().Select(segment => segment.Length.Constant).ShouldBe([2, 4]);
    }

    /// <summary>
    /// The oracle knows single channels only: random sums of random axes are unified channel by channel, and the classes that come out
    /// must be those of the algebra's ranges. Ranges of one channel cannot be pruned and are not told apart.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_sums_couple_the_channels_that_brute_force_couples(int seed)
    {
        var random = new Random(seed);
        Axis[] axes = [.. Enumerable.Range(0, 6).Select(_ => new Axis(random.Next(2, 12)))];
        var classes = new ChannelClasses();
        for (int round = 0; round < 8; round++)
        {
            (List<Axis> left, List<Axis> right) = SumsOfOneLength(axes, random);
            classes.Couple(left.SelectMany(Channels), right.SelectMany(Channels));
            Unification.Unify(Dim.Sum(left.Select(Dim.Of)), Dim.Sum(right.Select(Dim.Of)));
            foreach (Axis axis in axes)
            {
                Dim.Of(axis).Length.Constant.ShouldBe(axis.Length);
            }
        }

        var channels = axes.SelectMany(Channels).ToList();
        var entries = axes.SelectMany(axis => Entries(Dim.Of(axis))).ToList();
        for (int i = 0; i < channels.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (entries[i].Leaf.Length > 1 || entries[j].Leaf.Length > 1)
                {
                    (entries[i] == entries[j]).ShouldBe(classes.AreCoupled(channels[i], channels[j]), $"channels {i} and {j}, seed {seed}");
                }
            }
        }
    }

    /// <summary>
    /// Hidden leaves are put together in different ways, as sums of products; each way is seen through a fresh flat axis. However they are
    /// unified, each flat axis must turn out to consist of the hidden leaves.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Flat_axes_turn_out_to_consist_of_the_hidden_leaves(int seed)
    {
        var random = new Random(seed);
        Axis[][] segments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => new Axis(random.Next(2, 5))).ToArray())];
        Dim hidden = Dim.Sum(segments.Select(Product));
        Axis[] flat = [.. Enumerable.Range(0, 4).Select(_ => new Axis(hidden.Length.Constant!.Value))];
        foreach (Axis axis in flat.OrderBy(_ => random.Next()))
        {
            Unification.Unify(random.Next(2) == 0 ? Dim.Of(axis) : Dim.Of(flat[0]), hidden);
            Unification.Unify(Dim.Of(flat[random.Next(4)]), Dim.Of(axis));
        }

        foreach (Axis axis in flat)
        {
            Unification.Unify(Dim.Of(axis), hidden);
            Text(Dim.Of(axis)).ShouldBe(Text(hidden));
        }

        segments.SelectMany(axes => axes).ShouldAllBe(leaf => leaf.Root.KeptBecause == null && leaf.Root.Structure == null);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 60)];

    private static Dim Product(params Axis[] axes) => new([new Segment([.. axes.Select(axis => new Factor(axis))])]);

    private static IEnumerable<(Axis, long)> Channels(Axis axis) => Enumerable.Range(0, (int)axis.Length).Select(k => (axis, (long)k));

    /// <summary>For each channel the leaf that holds it and its place in there.</summary>
    private static IEnumerable<(Axis Leaf, long Place)> Entries(Dim dim)
    {
        foreach (Axis leaf in dim.Segments.SelectMany(segment => segment.Factors).SelectMany(factor => AllLeaves(factor.Axis!.Root)))
        {
            for (long k = 0; k < leaf.Length; k++)
            {
                yield return (leaf, k);
            }
        }
    }

    private static IEnumerable<Axis> AllLeaves(Axis root) =>
        root.Structure is null ? [root] : root.Structure.Parts.SelectMany(part => AllLeaves(part.Root));

    private static string Text(Dim dim) => string.Join(" + ", dim.Resolved().Select(segment =>
        string.Join("*", segment.Factors.Select(factor => factor.Axis!.Root.GetHashCode()))));

    private static (List<Axis> Left, List<Axis> Right) SumsOfOneLength(Axis[] axes, Random random)
    {
        while (true)
        {
            List<Axis> left = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => axes[random.Next(axes.Length)])];
            List<Axis> right = [];
            long missing = left.Sum(axis => axis.Length);
            while (missing > 0 && axes.Where(axis => axis.Length <= missing).ToList() is { Count: > 0 } fitting)
            {
                right.Add(fitting[random.Next(fitting.Count)]);
                missing -= right[^1].Length;
            }

            if (missing == 0)
            {
                return (left, right);
            }
        }
    }

    private sealed class ChannelClasses
    {
        private readonly Dictionary<(Axis, long), (Axis, long)> _parents = [];

        public void Couple(IEnumerable<(Axis, long)> left, IEnumerable<(Axis, long)> right)
        {
            foreach (((Axis, long) a, (Axis, long) b) in left.Zip(right))
            {
                _parents[Find(a)] = Find(b);
            }
        }

        public bool AreCoupled((Axis, long) a, (Axis, long) b) => Find(a) == Find(b);

        private (Axis, long) Find((Axis, long) channel)
        {
            while (_parents.TryGetValue(channel, out (Axis, long) parent) && parent != channel)
            {
                channel = parent;
            }

            return channel;
        }
    }
}
