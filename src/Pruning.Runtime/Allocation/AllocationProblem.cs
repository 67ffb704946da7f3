using System.Collections.Immutable;

namespace Pruning;

/// <summary>What an <see cref="Allocation"/> has to solve: find allowed widths that fit the budget.</summary>
public sealed class AllocationProblem
{
    private const double RoundingError = 1e-12; // so that 0.29 of 100 channels are 29

    internal AllocationProblem(Scores scores, Budget budget, PlanOptions options)
    {
        Scores = scores;
        Budget = budget;
        Options = options;
        Dense = budget.Measure(Graph, Graph.DenseWidths);
        Limit = budget.Fraction * Dense * (1 + RoundingError);
        AllowedWidths = [.. options.AllowedWidths(Graph).Select((widths, group) => Within(widths, scores.WidthOf(group), Graph.Groups[group]))];
    }

    /// <summary>The scores of the channels.</summary>
    public Scores Scores { get; }

    /// <summary>The model's graph.</summary>
    public Graph Graph => Scores.Graph;

    /// <summary>What may stay.</summary>
    public Budget Budget { get; }

    /// <summary>Rounding and the groups that stay whole.</summary>
    public PlanOptions Options { get; }

    /// <summary>For each group the widths that it may have, ascending; the last is the width that it has now.</summary>
    public ImmutableArray<ImmutableArray<int>> AllowedWidths { get; }

    /// <summary>The amount that the dense network has, in the budget's unit.</summary>
    public double Dense { get; }

    /// <summary>The amount that may stay, in the budget's unit.</summary>
    public double Limit { get; }

    /// <summary>Whether a network of these widths fits the budget.</summary>
    public bool Fits(IReadOnlyList<int> widths) => Budget.Measure(Graph, widths) <= Limit;

    // What has gone already does not come back, and a width that was reached is allowed, whatever the rounding says; but a group that has
    // a maximum does not stay whole.
    private static ImmutableArray<int> Within(ImmutableArray<int> widths, int now, Group group) =>
        now == group.Channels ? widths : [.. widths.Where(width => width < now), now];

    internal OutOfReachException OutOfReach()
    {
        double least = Budget.Measure(Graph, [.. AllowedWidths.Select(widths => widths[0])]);
        return new OutOfReachException(
            $"A budget of {Budget.Fraction:P1} of the {Budget.Unit} ({Math.Floor(Limit):F0} of {Dense:F0}) is out of reach for " +
            $"{Graph.Model}: with the minimum widths, the rounding and the groups to keep, at least {least / Dense:P2} ({least:F0}) stay.");
    }
}
