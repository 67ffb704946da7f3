using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

public sealed partial class Graph
{
    /// <summary>Changes the weights of a pruned network, so that what stays makes up for what went.</summary>
    /// <param name="plan">The plan that the network was pruned by.</param>
    /// <param name="dense">The dense network; it is not changed.</param>
    /// <param name="pruned">The pruned network, with the weights that surgery left it; it is changed in place.</param>
    /// <param name="reconstruction">How.</param>
    /// <param name="calibration">The data to look at; labels are not needed.</param>
    /// <exception cref="PruningException">
    /// Plan, graph and networks do not fit together, the data do not fit, or a layer is of a kind that cannot be reconstructed.
    /// </exception>
    public ReconstructionReport Reconstruct(
        PruningPlan plan, Module<Tensor, Tensor> dense, Module<Tensor, Tensor> pruned, Reconstruction reconstruction,
        Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(reconstruction);
        Statistics? statistics = reconstruction.Needs.IsEmpty ? null : Calibrate(dense, calibration, reconstruction);
        return Observe(dense, network => reconstruction.Apply(new PrunedPair(this, plan, network, pruned, calibration, statistics)));
    }
}
