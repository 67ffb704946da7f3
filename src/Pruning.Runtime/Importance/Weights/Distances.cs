using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Euclidean distances between channels.</summary>
internal static class Distances
{
    // Up to this many channels the products are taken in double precision: it costs nothing there.
    private const long Few = 64;

    /// <summary>(C, features) → (C, C).</summary>
    public static Tensor Between(Tensor rows)
    {
        Tensor products = NoProducts(rows.shape[0], rows);
        AddCentred(products, rows);
        return Of(products);
    }

    /// <summary>
    /// Between the channels' weights in all members of the given kinds: (C, C). One member after the other, as memory for all of them at
    /// once is slow.
    /// </summary>
    public static Tensor Between(CoupledGroup group, GroupMembers kinds)
    {
        ImmutableArray<GroupMember> members = group.MembersOf(kinds);
        Tensor products = NoProducts(group.Group.Channels, members[0].Tensor);
        foreach (GroupMember member in members)
        {
            using DisposeScope scope = NewDisposeScope();
            AddCentred(products, member.PerChannel());
        }
        return Of(products);
    }

    private static Tensor NoProducts(long channels, Tensor like) =>
        zeros([channels, channels], dtype: channels <= Few ? ScalarType.Float64 : like.dtype, device: like.device);

    // Around their mean the rows are short, which keeps what is subtracted small.
    private static void AddCentred(Tensor products, Tensor rows) =>
        SymmetricProducts.Add(products, (rows - rows.mean([0], keepdim: true)).to_type(products.dtype));

    // |a - b|² = |a|² + |b|² - 2ab.
    private static Tensor Of(Tensor products)
    {
        SymmetricProducts.Mirror(products);
        Tensor squares = products.diagonal().clone();
        Tensor distances = products.mul_(-2).add_(squares.unsqueeze(0)).add_(squares.unsqueeze(1)).clamp_(min: 0).sqrt_();
        distances.diagonal().zero_();
        return distances;
    }
}
