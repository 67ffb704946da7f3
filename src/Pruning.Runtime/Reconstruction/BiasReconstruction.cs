using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Bias folding: what removed channels contributed on average to the layers that read them is added to those layers' biases. Exact for
/// channels that are constant, as behind a batch norm with the factor zero, except at borders that are padded with zeros. A layer without a
/// bias is left alone, and the report says so. Needs samples, no labels. Source: Bragagnolo and Barbano, Simplify (2022).
/// </summary>
public sealed record BiasReconstruction : Reconstruction
{
    private static readonly ActivationMeans Means = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Means];

    /// <inheritdoc/>
    public override ReconstructionReport Apply(PrunedPair networks)
    {
        var layers = ImmutableArray.CreateBuilder<ReconstructedLayer>();
        using IDisposable noGradient = no_grad();
        foreach ((CoupledGroup group, GroupMember member) in networks.Readers())
        {
            using DisposeScope scope = NewDisposeScope();
            string layer = member.Layout.Layer;
            if (!networks.Pruned.state_dict().TryGetValue($"{layer}.bias", out Tensor? bias))
            {
                layers.Add(new ReconstructedLayer(layer, "has no bias that could take the removed channels' part", false));
                continue;
            }
            int[] gone = [.. Ranking.Without(group.Group.Channels, networks.Kept[group.Index])];
            double[] means = group.Get(Means)[layer];
            double[] removed = [.. Enumerable.Range(0, means.Length).Select(channel => gone.Contains(channel) ? means[channel] : 0)];
            Tensor added = Contribution(networks, group, member, removed);
            bias.add_(added.to_type(bias.dtype).to(bias.device));
            layers.Add(new ReconstructedLayer(layer, $"the means of {gone.Length} channels of '{group.Group.Name}' added", true));
        }
        return new ReconstructionReport(layers.ToImmutable());
    }

    // One number for each filter that stays: the sum of its weights times the activation that they read.
    private static Tensor Contribution(PrunedPair networks, CoupledGroup group, GroupMember member, double[] activations)
    {
        ImmutableArray<ImmutableArray<int>> whole = networks.Kept.SetItem(group.Index, [.. Enumerable.Range(0, group.Group.Channels)]);
        Tensor weights = Surgery.Kept(member.Tensor.detach(), member.Layout, whole).to_type(ScalarType.Float64).cpu();
        int outputs = member.Layout.Dimensions.Length == 2 ? 1 - member.Dimension : 0;
        long[] shape = [.. Enumerable.Range(0, (int)weights.dim()).Select(dimension => dimension == member.Dimension ? -1L : 1)];
        Dimension dimension = member.Layout.Dimensions[member.Dimension];
        double[] all = dimension.Spread(activations, group.Index);
        double[] entries = [.. dimension.KeptEntries(whole).Select(entry => all[entry])];
        long[] others = [.. Enumerable.Range(0, (int)weights.dim()).Where(index => index != outputs).Select(index => (long)index)];
        return (weights * tensor(entries).view(shape)).sum(others);
    }
}
