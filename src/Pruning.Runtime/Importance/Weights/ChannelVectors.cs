using static TorchSharp.torch;

namespace Pruning;

/// <summary>All weights of a channel as one vector.</summary>
internal static class ChannelVectors
{
    /// <summary>(C, weights of a channel in all members of the given kinds).</summary>
    public static Tensor Of(CoupledGroup group, GroupMembers kinds)
    {
        Tensor[] parts = [.. group.MembersOf(kinds).Select(member => member.PerChannel())];
        return parts.Length == 1 ? parts[0] : cat(parts, 1);
    }
}
