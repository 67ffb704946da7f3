using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>The true worth of channels: one channel after the other is masked, and the loss measured.</summary>
internal static class LossChangeScan
{
    // Two channels are always or never in the same order; three say something.
    private const int FewestInGroup = 3;

    /// <summary>Measures a sample of the channels; the model has its weights back afterwards.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="model">The dense model.</param>
    /// <param name="count">How many channels, at most; groups that can lose no single channel are left out.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="data">What the loss is measured on.</param>
    /// <param name="progress">Told after each channel how many are done.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public static ImmutableArray<LossChange> Measure(
        Graph graph, Module<Tensor, Tensor> model, int count, long seed, IBatches data, Action<int> progress,
        CancellationToken cancellation)
    {
        using ModelSnapshot dense = ModelSnapshot.Of(model);
        double loss = Evaluation.Measure(model, data, cancellation).Loss;
        var changes = ImmutableArray.CreateBuilder<LossChange>();
        foreach ((Group group, int channel) in Sample(graph, count, seed))
        {
            IEnumerable<int> others = Enumerable.Range(0, group.Channels).Where(other => other != channel);
            PruningPlan plan = PruningPlan.Dense(graph).Keep(group.Name, others);
            try
            {
                Surgery.MaskConsumers(graph, plan, model);
                changes.Add(new LossChange(group.Name, channel, Evaluation.Measure(model, data, cancellation).Loss - loss));
            }
            finally
            {
                dense.Restore(model);
            }
            progress(changes.Count);
        }
        return changes.ToImmutable();
    }

    /// <summary>How far scores order the channels as the changes do.</summary>
    public static CriterionCorrelation Correlate(string criterion, Scores normalized, ImmutableArray<LossChange> changes)
    {
        ImmutableArray<double> scores = [.. changes.Select(change => normalized[change.Group][change.Channel])];
        (double Correlation, int Channels)[] groups =
        [
            .. changes.Zip(scores, (change, score) => (change.Group, change.Change, Score: score))
                .GroupBy(channel => channel.Group)
                .Where(group => group.Count() >= FewestInGroup)
                .Select(group => (
                    RankCorrelation.Spearman([.. group.Select(channel => channel.Score)], [.. group.Select(channel => channel.Change)]),
                    group.Count())),
        ];
        return new CriterionCorrelation(
            criterion,
            RankCorrelation.Spearman(scores, [.. changes.Select(change => change.Change)]),
            groups.Sum(group => group.Correlation * group.Channels) / Math.Max(1, groups.Sum(group => group.Channels)),
            scores);
    }

    private static IEnumerable<(Group Group, int Channel)> Sample(Graph graph, int count, long seed)
    {
        (Group Group, int Channel)[] all =
        [
            .. from @group in graph.Groups
               where @group.Channels > 1 && @group.Allows(@group.Channels - 1)
               from channel in Enumerable.Range(0, @group.Channels)
               select (@group, channel),
        ];
        int[] order = [.. Enumerable.Range(0, all.Length)];
        new Random(unchecked((int)seed)).Shuffle(order);
        return order.Take(count).Order().Select(index => all[index]);
    }
}
