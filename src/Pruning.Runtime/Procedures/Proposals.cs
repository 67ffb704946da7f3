using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>The target is the sparsity of a budget: 1 − target of the dense network's amount stays.</summary>
/// <param name="Scoring">Which channels go first, computed anew for each round.</param>
/// <param name="Budget">The budget of a fraction: <c>Budget.Macs</c>.</param>
/// <param name="Allocation">How it is spread over the groups.</param>
public sealed record BudgetProposal(Scoring Scoring, Func<double, Budget> Budget, Allocation Allocation) : ChannelProposal
{
    /// <summary>Rounding, and what must stay in any case.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <inheritdoc/>
    protected override PruningPlan Plan(MaskedNetwork network, double target) =>
        Scoring(network.Model).Within(network.Plan).Plan(Budget(1 - target), Allocation, Options);
}

/// <summary>
/// The target is a threshold T: of each group the channels go whose scores are at most T · q, where q is the group's share of the network
/// (Zhao et al., Adaptive Activation-based Structured Pruning, 2022). The best channels stay, as many as the group needs.
/// </summary>
/// <param name="Scoring">The scores that the threshold is for, computed anew for each round.</param>
/// <param name="Share">The cost that a group's share is of: parameters to save memory, MACs to save time.</param>
public sealed record ThresholdProposal(Scoring Scoring, Func<Cost, long> Share) : ChannelProposal
{
    /// <summary>What must stay in any case.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <inheritdoc/>
    protected override PruningPlan Plan(MaskedNetwork network, double target)
    {
        Graph graph = network.Graph;
        ImmutableArray<int> widths = network.Plan.WidthsFor(graph);
        double[] amounts = [.. graph.Groups.Select((_, group) => (double)widths[group] * Share(graph.MarginalCost(widths, group)))];
        double all = amounts.Sum();
        return Scoring(network.Model).Within(network.Plan).Above(group => target * amounts[group] / all, Options);
    }
}

/// <summary>
/// The target is a place in an order of the groups, from 0: that group loses its ratio, by scores of the network whose other groups were
/// pruned before it. With <see cref="GroupByGroup"/>, pruning and tuning layer by layer.
/// </summary>
/// <param name="Scoring">Which channels go first, computed anew for each group.</param>
/// <param name="Ratios">What fraction of each group goes.</param>
public sealed record GroupProposal(Scoring Scoring, PruningRatios Ratios) : ChannelProposal
{
    /// <summary>The names of the groups in the order in which they are pruned; empty for the graph's order, front to back.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    /// <inheritdoc/>
    protected override PruningPlan Plan(MaskedNetwork network, double target)
    {
        Graph graph = network.Graph;
        int index = Order.IsEmpty ? (int)target : graph.IndexOf(Order[(int)target]);
        PruningRatios ratio = new PruningRatios().With(graph.Groups[index].Name, Ratios.For(graph)[index]);
        return Scoring(network.Model).Within(network.Plan).Plan(ratio);
    }
}

/// <summary>One round for each group in turn.</summary>
/// <param name="Groups">How many groups there are.</param>
public sealed record GroupByGroup(int Groups) : RoundPolicy
{
    /// <inheritdoc/>
    public override Attempt? Next(ProcedureHistory history) =>
        history.Rounds.Length < Groups ? new Attempt(history.Rounds.Length, history.Rounds.Length) : null;
}

/// <summary>
/// The target is a number of channels: so many go, the one with the lowest score per saved cost first. With <see cref="UntilBudget"/> and a
/// target of 1, scores are computed anew after every channel, as Fisher pruning (Theis et al., 2018) and Group Fisher pruning (Liu et al.,
/// 2021) do.
/// </summary>
/// <param name="Scoring">What each channel is worth, before costs.</param>
/// <param name="Normalizer">The cost to divide by: <c>cost => cost.Activations</c> or <c>cost => cost.Macs</c>.</param>
public sealed record FewChannelsProposal(Scoring Scoring, Func<Cost, long> Normalizer) : ChannelProposal
{
    /// <summary>What must stay in any case.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <inheritdoc/>
    protected override PruningPlan Plan(MaskedNetwork network, double target)
    {
        double now = network.Plan.WidthsFor(network.Graph).Sum();
        double left = Math.Max(1, now - target) / network.Graph.DenseWidths.Sum();
        return Scoring(network.Model).Within(network.Plan)
            .Plan(Budget.Channels(left), new CostNormalizedAllocation(Normalizer), Options);
    }
}

/// <summary>A few channels a round, until the network fits a budget.</summary>
/// <param name="Graph">The graph of the network's class.</param>
/// <param name="Budget">What may stay in the end.</param>
public sealed record UntilBudget(Graph Graph, Budget Budget) : RoundPolicy
{
    /// <summary>How many channels go in a round. Default: 1.</summary>
    public int Channels { get; init; } = 1;

    /// <inheritdoc/>
    public override Attempt? Next(ProcedureHistory history)
    {
        IReadOnlyList<int> widths = history.LastAccepted?.Plan.WidthsFor(Graph) ?? Graph.DenseWidths;
        return Budget.Measure(Graph, widths) <= Budget.Fraction * Budget.Measure(Graph, Graph.DenseWidths)
            ? null
            : new Attempt(Channels, history.Rounds.Length);
    }
}

/// <summary>
/// The target is the accuracy T that is left to spend, in percentage points (<see cref="PlayAndPrune"/>). The largest threshold is searched
/// below which channels can go without any loss of accuracy before fine-tuning; channels with scores of at most δ · T times it go.
/// Fine-tuning then weakens the weakest filters with a strength of T · λ.
/// </summary>
/// <param name="Scoring">What the threshold is for: the paper takes the sums of magnitudes of the filters.</param>
/// <param name="Accuracy">Measures the network, from 0 to 1.</param>
public sealed record SpendingProposal(Scoring Scoring, Func<double> Accuracy) : ChannelProposal
{
    /// <summary>δ. Default: 1.</summary>
    public double Step { get; init; } = 1;

    /// <summary>λ of <see cref="WeakFilterPenalty"/>. Default: 0.0005.</summary>
    public double Strength { get; init; } = 5e-4;

    /// <summary>What must stay in any case.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override ImmutableArray<TrainingMethod> Methods(double target) => [new WeakFilterPenalty(WeakStrength(target))];

    /// <summary>λ of a round.</summary>
    internal double WeakStrength(double left) => left * Strength;

    /// <summary>The threshold of a round from the largest that costs nothing.</summary>
    internal double Threshold(double left, double harmless) => Step * left * harmless;

    /// <inheritdoc/>
    protected override PruningPlan Plan(MaskedNetwork network, double target)
    {
        Graph graph = network.Graph;
        Scores scores = Scoring(network.Model).Within(network.Plan);
        double highest = graph.Groups.Max((group) => scores[group.Name].Max());
        double now = Accuracy();
        using ModelSnapshot before = ModelSnapshot.Of(network.Model);
        double harmless = Bisection.Largest(0, highest, threshold =>
        {
            Surgery.MaskConsumers(graph, scores.Above(_ => threshold, Options), network.Model);
            bool accepted = Accuracy() >= now;
            before.Restore(network.Model);
            return accepted;
        }) ?? 0;
        return scores.Above(_ => Threshold(target, harmless), Options);
    }
}

/// <summary>
/// The target is the fraction of weights that is zero; single weights go, the smallest first, of each tensor alike or of all together. What
/// has gone stays gone. With <see cref="Initialization.RewindTo"/> and an exponential schedule it finds lottery tickets.
/// </summary>
/// <param name="Scope">Whether tensors are compared.</param>
public sealed record WeightProposal(WeightScope Scope = WeightScope.EachTensor) : Proposal
{
    /// <summary>What goes together, where each tensor is pruned by itself. Default: single weights.</summary>
    public MaskPattern Pattern { get; init; } = MaskPattern.Unstructured;

    /// <summary>The name of the weight that is pruned half as much, as the paper does with the output layer; by default none.</summary>
    public string? OutputWeight { get; init; }

    /// <inheritdoc/>
    public override Candidate Propose(MaskedNetwork network, double target) => new(
        network.Plan,
        Scope == WeightScope.AllTensors
            ? WeightMasks.SmallestOfAll(network.Model, target)
            : WeightMasks.Smallest(network.Model, Pattern, name => name == OutputWeight ? target / 2 : target));
}

/// <summary>What weights are compared with.</summary>
public enum WeightScope
{
    /// <summary>With those of their tensor: all tensors lose the same fraction.</summary>
    EachTensor,

    /// <summary>With those of all tensors.</summary>
    AllTensors,
}

/// <summary>
/// The target is how many times the loss may be what it is. The largest threshold that keeps within it is searched by halving, and weights
/// whose magnitudes are not above it go; what has gone stays gone. With a target of 0 nothing more goes. Filters that have no weight left
/// can be removed in the end (<see cref="MaskedModel.Commit"/>). Source: Tartaglione et al., LOBSTER (2020) and SeReNe (2021).
/// </summary>
/// <param name="Loss">Measures the network: its mean loss on validation data.</param>
public sealed record LossThresholdProposal(Func<double> Loss) : Proposal
{
    /// <inheritdoc/>
    public override Candidate Propose(MaskedNetwork network, double target) =>
        new(network.Plan, Above(network, target == 0 ? 0 : Threshold(network, target)));

    private static WeightMasks Above(MaskedNetwork network, double threshold) =>
        WeightMasks.Above(network.Model, MaskPattern.Unstructured, MagnitudeThreshold.Absolute(threshold));

    private double Threshold(MaskedNetwork network, double target)
    {
        using DisposeScope scope = NewDisposeScope();
        using ModelSnapshot before = ModelSnapshot.Of(network.Model);
        double most = target * Loss();
        double largest = WeightMasks.WeightsOf(network.Model)
            .Max(named => named.Weight.detach().abs().max().to_type(ScalarType.Float64).item<double>());
        return Bisection.Largest(0, largest, threshold =>
        {
            using WeightMasks masks = Above(network, threshold);
            masks.Apply(network.Model);
            bool accepted = Loss() <= most;
            before.Restore(network.Model);
            return accepted;
        }) ?? 0;
    }
}
