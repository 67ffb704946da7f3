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

/// <summary>Distances between the rows of a matrix.</summary>
internal static class Distances
{
    /// <summary>(C, features) → (C, C).</summary>
    public static Tensor Between(Tensor rows)
    {
        // |a - b|² = |a|² + |b|² - 2ab. Around their mean the rows are short, which keeps what is subtracted small.
        Tensor centred = rows - rows.mean([0], keepdim: true);
        Tensor products = SymmetricProducts.Of(rows.shape[0] <= 64 ? centred.to_type(ScalarType.Float64) : centred);
        Tensor squares = products.diagonal().clone();
        Tensor distances = products.mul_(-2).add_(squares.unsqueeze(0)).add_(squares.unsqueeze(1)).clamp_(min: 0).sqrt_();
        distances.diagonal().zero_();
        return distances;
    }
}
