namespace Pruning;

/// <summary>
/// The magnitude of the weights that belong to a channel. For each member of the group the p-th powers of the channel's weights are summed,
/// then the members' sums are reduced to one score.
/// </summary>
/// <param name="P">The exponent, at least 1: 1 for absolute values, 2 for squares.</param>
public sealed record GroupNormImportance(int P) : Importance
{
    /// <summary>The exponent, at least 1: 1 for absolute values, 2 for squares.</summary>
    public int P { get; init => field = AtLeastOne(value); } = AtLeastOne(P);

    /// <summary>How the members' sums become one score; by default their mean.</summary>
    public GroupReduction Reduction { get; init; } = GroupReduction.Mean;

    /// <summary>Which members count; by default all weights, and no biases.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Weights;

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        double[][] sums = [.. MemberScores(group)];
        return [.. Enumerable.Range(0, group.Group.Channels).Select(channel => Reduce([.. sums.Select(member => member[channel])]))];
    }

    /// <summary>For each member that counts the sums of the p-th powers, those of producing layers first.</summary>
    internal IEnumerable<double[]> MemberScores(CoupledGroup group) => group.MembersOf(Members).Select(member => member.SumPowersPerChannel(P));

    private static int AtLeastOne(int p) =>
        p >= 1 ? p : throw new ArgumentOutOfRangeException(nameof(P), p, "The exponent of the norm must be at least 1.");

    private double Reduce(double[] sums) => Reduction switch
    {
        GroupReduction.First => sums[0],
        GroupReduction.Last => sums[^1],
        GroupReduction.Sum => sums.Sum(),
        GroupReduction.Mean => sums.Average(),
        GroupReduction.Max => sums.Max(),
        GroupReduction.Product => sums.Aggregate((product, sum) => product * sum),
        GroupReduction.Norm => Math.Pow(sums.Sum(), 1.0 / P),
        _ => throw new InvalidOperationException($"There is no reduction {Reduction}."),
    };
}

/// <summary>How the numbers that the members of a group give to a channel become one.</summary>
public enum GroupReduction
{
    /// <summary>The mean over the members.</summary>
    Mean,

    /// <summary>The sum over the members.</summary>
    Sum,

    /// <summary>The largest member.</summary>
    Max,

    /// <summary>The product of the members.</summary>
    Product,

    /// <summary>The first producing layer alone, as in the first papers on filter pruning.</summary>
    First,

    /// <summary>The last member alone, of layers the one that is registered last: what NetsPresso calls "backward".</summary>
    Last,

    /// <summary>The p-th root of the sum: the norm of all weights of the channel as one vector.</summary>
    Norm,
}

/// <summary>Kinds of members of a group.</summary>
[Flags]
public enum GroupMembers
{
    /// <summary>Layers that produce the channels.</summary>
    Producers = 1,

    /// <summary>Layers that read the channels.</summary>
    Consumers = 2,

    /// <summary>Factors of the channels one by one: those of batch norms, depthwise convolutions, PReLU.</summary>
    Scales = 4,

    /// <summary>Biases of producers and of batch norms.</summary>
    Biases = 8,

    /// <summary>All weights, without biases.</summary>
    Weights = Producers | Consumers | Scales,

    /// <summary>Everything that is trained.</summary>
    All = Weights | Biases,
}
