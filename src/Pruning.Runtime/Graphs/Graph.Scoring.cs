using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

public sealed partial class Graph
{
    /// <summary>Scores every channel of every group by the weights alone: the higher, the more it should stay.</summary>
    /// <param name="model">The dense model, an instance of the class that this graph was generated for.</param>
    /// <param name="importance">A criterion that needs no data.</param>
    /// <exception cref="PruningException">
    /// The module is not the graph's model, one of its tensors holds NaN or an infinite number, the criterion gives such a score, or it
    /// needs data.
    /// </exception>
    public Scores Score(Module model, Importance importance)
    {
        ArgumentNullException.ThrowIfNull(importance);
        return importance.Needs.IsEmpty
            ? new Scores(this, importance.ScoreAll([.. CoupledGroup.AllOf(this, model)]))
            : throw new PruningException(
                $"{importance.GetType().Name} needs data to look at ({string.Join(", ", importance.Needs)}). Score with " +
                "graph.Score(model, importance, new Calibration(data)).");
    }

    /// <summary>Runs the model over calibration data, and scores every channel of every group by what was seen.</summary>
    /// <param name="model">The dense model.</param>
    /// <param name="importance">The criterion.</param>
    /// <param name="calibration">The data, and how to look at them.</param>
    /// <exception cref="PruningException">
    /// As for <see cref="Score(Module, Importance)"/>; or the data do not fit the model, or the network gives NaN or infinite numbers.
    /// </exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public Scores Score(Module<Tensor, Tensor> model, Importance importance, Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(importance);
        return importance.Needs.IsEmpty
            ? Score(model, importance)
            : Score(model, importance, Calibrate(model, calibration, importance));
    }

    /// <summary>Scores every channel of every group by statistics that were collected before.</summary>
    /// <param name="model">The dense model, with the weights that it had when the statistics were collected.</param>
    /// <param name="importance">The criterion.</param>
    /// <param name="statistics">The result of <see cref="Calibrate"/>.</param>
    /// <exception cref="PruningException">As above; or the statistics are of another model, or lack what the criterion needs.</exception>
    public Scores Score(Module model, Importance importance, Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(importance);
        ArgumentNullException.ThrowIfNull(statistics);
        Check(statistics);
        return new Scores(this, importance.ScoreAll([.. CoupledGroup.AllOf(this, model, statistics)]));
    }

    /// <summary>
    /// Runs the model over calibration data once, and collects everything that the given criteria, selectors and reconstructions need.
    /// </summary>
    /// <param name="model">The dense model. It runs in evaluation mode and is left as it was.</param>
    /// <param name="calibration">The data, and how to look at them.</param>
    /// <param name="users">What will work with the statistics.</param>
    /// <exception cref="PruningException">
    /// The module is not the graph's model, the data do not fit it, the network gives NaN or infinite numbers, or a layer cannot be looked
    /// at; the message names it.
    /// </exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public Statistics Calibrate(Module<Tensor, Tensor> model, Calibration calibration, params IReadOnlyCollection<ICalibrated> users)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibration);
        return Observe(model, network => CalibrationRun.Collect(this, network, calibration, users));
    }

    private void Check(Statistics statistics)
    {
        if (statistics.Graph.Fingerprint != Fingerprint || statistics.Graph.Model != Model)
        {
            throw new PruningException($"The statistics are those of {statistics.Graph.Model}, not of this version of {Model}.");
        }
    }
}
