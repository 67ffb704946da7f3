namespace Pruning;

/// <summary>
/// Training a pruned architecture from new random weights, which fine-tuning has to beat (Liu et al., Rethinking the Value of Network
/// Pruning, 2018): Scratch-E for as many epochs as the dense network had, Scratch-B for as much computation. Schedules depend on the
/// position alone, so they stretch with the epochs.
/// </summary>
public static class ScratchTraining
{
    /// <summary>Scratch-B: the epochs are multiplied by how many times fewer MACs the pruned network has.</summary>
    /// <param name="epochs">The epochs of the dense network, at least 1.</param>
    /// <param name="dense">The cost of the dense network.</param>
    /// <param name="pruned">The cost of the pruned network.</param>
    /// <param name="largest">The largest factor; for ImageNet the paper takes 2. Default: none.</param>
    /// <returns>The number of epochs, which may be broken.</returns>
    public static double EpochsOfSameComputation(int epochs, Cost dense, Cost pruned, double largest = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return epochs * Math.Min(largest, (double)dense.Macs / pruned.Macs);
    }

    /// <summary>
    /// The network of reduced width that a pruned one has to beat (Crowley et al., A Closer Look at Structured Pruning, 2018): all groups
    /// alike, with at most as many parameters, and as many as the widths permit.
    /// </summary>
    /// <param name="graph">The graph of the model.</param>
    /// <param name="pruned">The plan whose number of parameters is not exceeded.</param>
    /// <exception cref="PruningException">The plan is of another model, or of widths that a uniform network cannot reach.</exception>
    public static PruningPlan ReducedWidth(Graph graph, PruningPlan pruned)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double fraction = (double)graph.Cost(pruned.WidthsFor(graph)).Parameters / graph.Cost(graph.DenseWidths).Parameters;
        var scores = new Scores(graph, graph.DenseWidths.Select(width => new double[width])); // which channels, does not matter
        return PruningPlan.FromWidths(graph, scores.Plan(Budget.Parameters(fraction), Allocation.Uniform).WidthsFor(graph));
    }

    /// <summary>
    /// The network of reduced depth that a pruned one has to beat (Crowley et al., 2018): of the shallower networks of a family, such as
    /// the ResNets with fewer blocks, the largest with at most as many parameters.
    /// </summary>
    /// <param name="shallower">The graphs of the shallower networks, in any order; all of them have their full width.</param>
    /// <param name="pruned">The cost of the pruned network.</param>
    /// <exception cref="PruningException">Even the smallest has more parameters.</exception>
    public static Graph ReducedDepth(IReadOnlyCollection<Graph> shallower, Cost pruned)
    {
        ArgumentNullException.ThrowIfNull(shallower);
        return shallower.Where(graph => ParametersOf(graph) <= pruned.Parameters).MaxBy(ParametersOf) ?? throw new PruningException(
            $"No network of reduced depth has at most {pruned.Parameters} parameters: the smallest of those given has " +
            $"{shallower.Select(ParametersOf).DefaultIfEmpty().Min()}. Give shallower ones.");
    }

    private static long ParametersOf(Graph graph) => graph.Cost(graph.DenseWidths).Parameters;
}
