using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Lets every member of a group choose for itself, by the norm of the channel's weights in it, and removes a channel only where all members
/// would (intersection) or where any would (union). So more or fewer channels stay than asked for, but never less than the group's minimum.
/// To reduce the members' norms to one score instead, see <see cref="GroupNormImportance.Reduction"/>. Needs no data. Source: the policies
/// of NetsPresso's documentation.
/// </summary>
/// <param name="Policy">How the members' choices become one.</param>
/// <param name="P">The exponent of the norm.</param>
public sealed record MemberPolicySelector(MemberPolicy Policy, int P = 1) : ChannelSelector
{
    /// <summary>Which members choose; by default those whose layers produce or read the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers | GroupMembers.Consumers;

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        double[][] scores = [.. (Importance.GroupNorm(P) with { Members = Members }).MemberScores(group)];
        int channels = group.Group.Channels;
        IEnumerable<int>[] removed = [.. scores.Select(member => Ranking.Ascending(member).Take(channels - keep))];
        ImmutableArray<int> left = Ranking.Without(channels, removed.Aggregate((one, other) => Policy switch
        {
            MemberPolicy.Intersection => one.Intersect(other),
            MemberPolicy.Union => one.Union(other),
            _ => throw new InvalidOperationException($"There is no policy {Policy}."),
        }));
        int minimum = Math.Max(1, group.Group.MinimumWidth);
        return left.Length >= minimum ? left : Ranking.Best(Vectors.Sum(scores), minimum);
    }
}

/// <summary>How the choices of several members become one.</summary>
public enum MemberPolicy
{
    /// <summary>A channel goes where every member would remove it.</summary>
    Intersection,

    /// <summary>A channel goes where some member would remove it.</summary>
    Union,
}
