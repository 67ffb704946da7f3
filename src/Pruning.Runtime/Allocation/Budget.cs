using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>How much of the dense network may stay. What is achieved is never above it. Derive from it to budget something else.</summary>
public abstract record Budget
{
    /// <summary>A budget of a fraction of the dense network.</summary>
    /// <param name="fraction">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of this range.</exception>
    protected Budget(double fraction)
    {
        if (!(fraction is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, "The fraction of the dense network that may stay must be above 0 and at most 1.");
        }
        Fraction = fraction;
    }

    /// <summary>The fraction of the dense network's amount that may stay, above 0 and at most 1.</summary>
    public double Fraction { get; }

    /// <summary>What is counted, in the plural: <c>MACs</c>.</summary>
    public abstract string Unit { get; }

    /// <summary>A fraction of the channels, over all groups.</summary>
    /// <inheritdoc cref="Budget(double)"/>
    public static Budget Channels(double fraction) => new ChannelBudget(fraction);

    /// <summary>A fraction of the trainable parameters.</summary>
    /// <inheritdoc cref="Budget(double)"/>
    public static Budget Parameters(double fraction) => new CostBudget(fraction, "parameters", cost => cost.Parameters);

    /// <summary>A fraction of the multiply-accumulate operations for one sample.</summary>
    /// <inheritdoc cref="Budget(double)"/>
    public static Budget Macs(double fraction) => new CostBudget(fraction, "MACs", cost => cost.Macs);

    /// <summary>A fraction of the activation memory: the elements that layers put out for one sample (<see cref="Cost.Activations"/>).</summary>
    /// <inheritdoc cref="Budget(double)"/>
    public static Budget Activations(double fraction) => new CostBudget(fraction, "activations", cost => cost.Activations);

    /// <summary>A fraction of the bytes that all parameters and buffers take, as <see cref="Evaluation.StateBytes"/> counts them.</summary>
    /// <param name="dense">The dense model, whose element types count; it is looked at once.</param>
    /// <param name="fraction">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of this range.</exception>
    public static Budget Bytes(Module dense, double fraction) => new ByteBudget(dense, fraction);

    /// <summary>The amount that a network of these widths has. It must not fall when a width grows.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="widths">One width per group, in the graph's order.</param>
    public abstract double Measure(Graph graph, IReadOnlyList<int> widths);

    private sealed record ChannelBudget(double Fraction) : Budget(Fraction)
    {
        public override string Unit => "channels";

        public override double Measure(Graph graph, IReadOnlyList<int> widths) => widths.Sum(width => (double)width);
    }

    private sealed record CostBudget(double Fraction, string Quantity, Func<Cost, long> Of) : Budget(Fraction)
    {
        public override string Unit => Quantity;

        public override double Measure(Graph graph, IReadOnlyList<int> widths) => Of(graph.Cost(widths));
    }
}
