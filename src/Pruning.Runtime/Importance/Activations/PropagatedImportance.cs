using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// NISP: the importance of the last features is carried back through the network. A channel's score is the sum, over everything that reads
/// it, of the size of the weight times the score of what the weight contributes to; where channels are added, scores add up, and an
/// activation or pooling passes them on. The last features are scored by infinite feature selection (<see cref="FeatureSelection"/>).
/// Factors of batch norms count; those of depthwise convolutions do not. Needs samples, no labels. Source: Yu et al., NISP: Pruning
/// Networks using Neuron Importance Score Propagation (2018).
/// </summary>
public sealed record PropagatedImportance : Importance
{
    private static readonly Responses Responses = new();
    private static readonly InputOrder Order = new();

    /// <summary>How much the features' variance counts against their being different, from 0 to 1.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Scores of the last features, where they are known; by default they come from the samples.</summary>
    public ImmutableArray<double>? FinalScores { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Responses, Order];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group) => ScoreAll([.. CoupledGroup.AllLike(group)])[group.Index];

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> ScoreAll(IReadOnlyList<CoupledGroup> groups)
    {
        double[][] scores = [.. groups.Select(group => new double[group.Group.Channels])];
        var readers = (
            from @group in groups
            from reader in @group.Get(Order)
            group reader.Value by reader.Key into layer
            orderby layer.Max() descending
            select layer.Key).ToArray();
        Start(groups, readers[0], scores);
        foreach (string layer in readers.Skip(1))
        {
            // From the last layer to the first: the scores of what a layer writes are complete when it is its turn, also in a residual
            // stream, where the same channels are written again and again.
            CarryBack(groups, layer, scores);
        }
        return scores;
    }

    private void Start(IReadOnlyList<CoupledGroup> groups, string last, double[][] scores)
    {
        foreach (CoupledGroup group in groups.Where(group => group.Get(Order).ContainsKey(last)))
        {
            IReadOnlyList<double[]> features = group.Get(Responses).Tensors[^1];
            scores[group.Index] = FinalScores is { } known ? [.. known] : FeatureSelection.Infinite(features, Alpha);
        }
    }

    private static void CarryBack(IReadOnlyList<CoupledGroup> groups, string layer, double[][] scores)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        GroupMember[] reading = [.. groups.SelectMany(group => group.Members)
            .Where(member => member.Layout.Layer == layer && member.Role == DimensionRole.Input)];
        GroupMember[] writing = [.. groups.SelectMany(group => group.Members)
            .Where(member => member.Layout == reading[0].Layout && member.Role == DimensionRole.Output)];
        if (writing.Length == 0)
        {
            return; // another head of the network
        }
        Tensor weights = reading[0].Tensor.detach().abs().to_type(ScalarType.Float64);
        Tensor written = zeros(weights.shape[writing[0].Dimension], dtype: ScalarType.Float64);
        foreach (CoupledGroup group in groups.Where(group => writing.Any(member => group.Members.Contains(member))))
        {
            double[] carried = [.. scores[group.Index].Zip(NormFactors(group, layer), (score, factor) => score * factor)];
            written += writing.First(member => group.Members.Contains(member)).Spread(carried);
        }
        long[] shape = [.. Enumerable.Repeat(1L, (int)weights.dim())];
        shape[writing[0].Dimension] = -1;
        Tensor contributions = weights * written.view(shape);
        foreach (CoupledGroup group in groups)
        {
            foreach (GroupMember member in reading.Where(member => group.Members.Contains(member)))
            {
                scores[group.Index] = Vectors.Sum([scores[group.Index], member.SumPerChannel(contributions)]);
            }
        }
    }

    // The batch norm behind a layer is the next one of the group in the order of the state dict.
    private static double[] NormFactors(CoupledGroup group, string layer)
    {
        int place = group.Members.ToList().FindIndex(member => member.Layout.Layer == layer && member.Role == DimensionRole.Output);
        GroupMember? variance = group.Members.Skip(place).FirstOrDefault(member => member.Layout.Name.EndsWith("running_var"));
        bool follows = variance is not null && group.Members.Skip(place + 1)
            .TakeWhile(member => member != variance)
            .All(member => member.Role != DimensionRole.Output);
        if (!follows || variance is null)
        {
            return [.. Enumerable.Repeat(1.0, group.Group.Channels)];
        }
        GroupMember? factor = group.Members.FirstOrDefault(
            member => member.Layout.Layer == variance.Layout.Layer && member.Layout.Name.EndsWith("weight"));
        using DisposeScope scope = NewDisposeScope();
        Tensor deviation = (variance.Tensor.detach() + 1e-5).sqrt();
        Tensor factors = factor is null ? 1 / deviation : factor.Tensor.detach().abs() / deviation;
        return variance.MeanPerChannel(factors);
    }
}
