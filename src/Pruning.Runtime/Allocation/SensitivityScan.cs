using System.Collections.Immutable;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// What each group can bear: one group after the other loses its lowest channels, ratio by ratio, without fine-tuning, and the network is
/// measured (Li et al., Pruning Filters for Efficient ConvNets, 2016). The channels are masked, and the weights restored to the last bit.
/// </summary>
public sealed record SensitivityScan
{
    /// <summary>The ratios that are tried, ascending, each above 0 and below 1. Default: 0.1, 0.2, … 0.9.</summary>
    public ImmutableArray<double> Ratios { get; init; } = [.. Enumerable.Range(1, 9).Select(tenth => tenth / 10.0)];

    /// <summary>
    /// Where the points of an unfinished scan are kept. If the file exists, the scan goes on from it; when the scan is finished the file is
    /// deleted. Default: null, nothing is kept.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>Scans all groups.</summary>
    /// <param name="scores">Which channels go first, for the graph of the model.</param>
    /// <param name="model">The dense model. It has its weights back afterwards, also if the scan fails or is cancelled.</param>
    /// <param name="quality">Measures the model, higher is better: <c>() => Evaluation.Measure(model, data).Accuracy</c>.</param>
    /// <param name="progress">Told each point that is measured.</param>
    /// <param name="cancellation">Asked before each measurement.</param>
    /// <exception cref="PruningException">The module is not the graph's model, or the state file is of another scan.</exception>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public Sensitivity Run(
        Scores scores,
        Module model,
        Func<double> quality,
        IProgress<SensitivityPoint>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(quality);
        Graph graph = scores.Graph;
        var state = SensitivityScanState.Of(StateFile, scores, Ratios);
        using ModelSnapshot dense = ModelSnapshot.Of(model);
        double denseQuality = state.Dense(quality);
        foreach (Group group in graph.Groups)
        {
            foreach (double ratio in Ratios.Where(ratio => !state.Has(group.Name, ratio)))
            {
                cancellation.ThrowIfCancellationRequested();
                PruningPlan plan = scores.Plan(new PruningRatios().With(group.Name, ratio));
                try
                {
                    Surgery.MaskConsumers(graph, plan, model);
                    var point = new SensitivityPoint(group.Name, ratio, plan.WidthsFor(graph)[graph.IndexOf(group.Name)], quality());
                    state.Add(point);
                    progress?.Report(point);
                }
                finally
                {
                    dense.Restore(model);
                }
            }
        }
        state.Finish();
        return new Sensitivity(graph, denseQuality, state.Points);
    }
}

/// <summary>What one group without some channels made of the network.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Ratio">The fraction of its channels that was to go.</param>
/// <param name="Kept">How many channels stayed.</param>
/// <param name="Quality">What was measured.</param>
public sealed record SensitivityPoint(string Group, double Ratio, int Kept, double Quality);

/// <summary>The table of a scan: groups × ratios.</summary>
/// <param name="Graph">The model's graph.</param>
/// <param name="Dense">What was measured with all channels.</param>
/// <param name="Points">What was measured without some, group after group, in the order of the ratios.</param>
public sealed record Sensitivity(Graph Graph, double Dense, ImmutableArray<SensitivityPoint> Points)
{
    /// <summary>
    /// For each group the largest ratio whose drop, and that of all smaller ones, is at most the given one; 0 where none is. The groups
    /// were measured one at a time: what they lose together is more.
    /// </summary>
    /// <param name="drop">The loss of quality that a group may cause, in the unit of the measure.</param>
    public PruningRatios Bearing(double drop) => Graph.Groups.Aggregate(
        new PruningRatios(),
        (ratios, group) => ratios.With(
            group.Name,
            Points.Where(point => point.Group == group.Name)
                .OrderBy(point => point.Ratio)
                .TakeWhile(point => Dense - point.Quality <= drop)
                .LastOrDefault()?.Ratio ?? 0));
}
