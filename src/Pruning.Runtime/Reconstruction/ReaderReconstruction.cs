using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>A reconstruction that mends one layer after the other: the weights with which it reads a group's kept channels.</summary>
/// <param name="Ridge">What is added to the diagonal of the products that are inverted, as a share of their mean.</param>
public abstract record ReaderReconstruction(double Ridge) : Reconstruction
{
    /// <inheritdoc/>
    public sealed override ReconstructionReport Apply(PrunedPair networks)
    {
        var layers = ImmutableArray.CreateBuilder<ReconstructedLayer>();
        using IDisposable noGradient = no_grad();
        foreach ((CoupledGroup group, GroupMember member) in networks.Readers())
        {
            using DisposeScope scope = NewDisposeScope();
            ImmutableArray<int> kept = networks.Kept[group.Index];
            var weights = new ReaderWeights(networks, group, member);
            Mended mended = Mend(group, member.Layout.Layer, Longs(kept), Longs(Ranking.Without(group.Group.Channels, kept)), weights);
            weights.Write(mended.Weights);
            layers.Add(new ReconstructedLayer(
                member.Layout.Layer, FormattableString.Invariant($"{mended.Note} of '{group.Group.Name}', ridge {Ridge:G3}"), true));
        }
        return new ReconstructionReport(layers.ToImmutable());
    }

    /// <summary>The weights that make up for the removed channels.</summary>
    private protected abstract Mended Mend(CoupledGroup group, string layer, long[] kept, long[] removed, ReaderWeights weights);

    private static long[] Longs(IEnumerable<int> channels) => [.. channels.Select(channel => (long)channel)];

    /// <param name="Weights">(kept channels, all else), in double precision.</param>
    /// <param name="Note">What was done to the channels.</param>
    private protected sealed record Mended(Tensor Weights, string Note);
}
