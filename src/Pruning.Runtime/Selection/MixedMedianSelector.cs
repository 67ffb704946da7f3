using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// FPGM mixed with norms: first a share of the channels that go are those with the smallest Euclidean norm; the others are those nearest to
/// the geometric median of what is left. Needs no data. Source: He et al., Filter Pruning via Geometric Median (2019), in the form of its
/// official program.
/// </summary>
/// <param name="NormShare">The share of the channels to remove that goes by norm, from 0 to 1; the rest goes by distance.</param>
public sealed record MixedMedianSelector(double NormShare = 0.5) : ChannelSelector
{
    /// <summary>Which members' weights count; by default those of the layers that produce the channels.</summary>
    public GroupMembers Members { get; init; } = GroupMembers.Producers;

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor vectors = ChannelVectors.Of(group, Members).to_type(ScalarType.Float64);
        int remove = group.Group.Channels - keep;
        int byNorm = (int)Math.Floor(NormShare * remove + 1e-9);
        int[] survivors = [.. Ranking.Ascending(Vectors.Of(vectors.square().sum([1L]).sqrt())).Skip(byNorm)];
        Tensor left = vectors.index_select(0, tensor([.. survivors.Select(channel => (long)channel)]));
        double[] distances = Vectors.Of(Distances.Between(left).sum([1L]));
        IEnumerable<int> nearest = Ranking.Ascending(distances).Take(remove - byNorm).Select(place => survivors[place]);
        return [.. survivors.Except(nearest).Order()];
    }
}
