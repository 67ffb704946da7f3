using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// One step after the other, the one first whose scores are the lowest per cost that it saves at the widths of that moment (Liu et al.,
/// Group Fisher Pruning for Practical Network Compression, 2021). Where widths are rounded, a step counts with the sum of its scores. What
/// the last step leaves of the budget is given back, so that no group could have another step.
/// </summary>
/// <param name="Cost">The cost to divide by: <c>cost => cost.Activations</c> or <c>cost => cost.Macs</c>; at least 1 counts.</param>
public sealed record CostNormalizedAllocation(Func<Cost, long> Cost) : Allocation
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> Widths(AllocationProblem problem)
    {
        Graph graph = problem.Graph;
        double[][] ascending = [.. graph.Groups.Select((_, group) =>
            problem.Scores.Ascending(group).Select(channel => problem.Scores[group][channel]).ToArray())];
        int[] widths = [.. problem.AllowedWidths.Select(allowed => allowed[^1])];
        var taken = new Stack<WidthStep>();
        while (!problem.Fits(widths))
        {
            WidthStep cheapest = Steps().Select(step => (Step: step, Worth: Worth(step))).DefaultIfEmpty().MinBy(step => step.Worth).Step;
            if (cheapest.Width == 0)
            {
                throw problem.OutOfReach();
            }
            widths[cheapest.Group] = cheapest.Below;
            taken.Push(cheapest);
        }
        return StepwiseRemoval.GiveBack(problem, widths, taken);

        IEnumerable<WidthStep> Steps()
        {
            for (int index = 0; index < widths.Length; index++)
            {
                ImmutableArray<int> allowed = problem.AllowedWidths[index];
                if (allowed.IndexOf(widths[index]) is > 0 and int place)
                {
                    yield return new WidthStep(index, widths[index], allowed[place - 1]);
                }
            }
        }

        double Worth(WidthStep step)
        {
            int[] after = [.. widths];
            after[step.Group] = step.Below;
            long saved = Cost(graph.Cost(widths)) - Cost(graph.Cost(after));
            return ascending[step.Group].AsSpan()[^step.Width..^step.Below].ToArray().Sum() / Math.Max(1, saved);
        }
    }
}
