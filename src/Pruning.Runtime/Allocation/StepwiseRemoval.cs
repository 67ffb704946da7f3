using System.Collections.Immutable;

namespace Pruning;

/// <summary>A group shrinks from one allowed width to the next lower one.</summary>
/// <param name="Group">The group's index in the graph.</param>
/// <param name="Width">The width before.</param>
/// <param name="Below">The width after.</param>
internal readonly record struct WidthStep(int Group, int Width, int Below);

/// <summary>Shrinks groups step by step, the least worthy steps first.</summary>
internal static class StepwiseRemoval
{
    /// <summary>The same for channels that are worth something one by one; a step of several counts with their mean.</summary>
    /// <param name="problem">Allowed widths and budget.</param>
    /// <param name="worth">What each channel of each group is worth, in the order of the scores.</param>
    public static int[] Widths(AllocationProblem problem, double[][] worth)
    {
        double[][] ascending =
            [.. worth.Select((channels, group) => problem.Scores.Ascending(group).Select(channel => channels[channel]).ToArray())];
        return Widths(problem, MeanWorth);

        double MeanWorth(WidthStep step) =>
            ascending[step.Group].AsSpan()[^step.Width..^step.Below].ToArray().Average();
    }

    /// <summary>
    /// Takes as few steps as the budget demands, then takes back each step, the worthiest first, that still fits. As the cost grows with
    /// each width, what did not fit once never fits later: in the end no group can be one step wider.
    /// </summary>
    /// <param name="problem">Allowed widths and budget.</param>
    /// <param name="worth">What a step's channels are worth. Ties go by the order of the groups.</param>
    public static int[] Widths(AllocationProblem problem, Func<WidthStep, double> worth)
    {
        ImmutableArray<WidthStep> steps = InOrder(problem, worth);
        int taken = FewestSteps(problem, steps);
        return GiveBack(problem, After(problem, steps, taken), steps.Take(taken).Reverse());
    }

    /// <summary>Takes back each step that still fits.</summary>
    /// <param name="problem">Allowed widths and budget.</param>
    /// <param name="widths">Widths that fit, which are changed.</param>
    /// <param name="taken">The steps that led to them, the last one first.</param>
    public static int[] GiveBack(AllocationProblem problem, int[] widths, IEnumerable<WidthStep> taken)
    {
        var closed = new bool[widths.Length];
        foreach (WidthStep step in taken)
        {
            if (closed[step.Group])
            {
                continue;
            }
            widths[step.Group] = step.Width;
            if (!problem.Fits(widths))
            {
                widths[step.Group] = step.Below;
                closed[step.Group] = true;
            }
        }
        return widths;
    }

    private static ImmutableArray<WidthStep> InOrder(AllocationProblem problem, Func<WidthStep, double> worth)
    {
        var steps = new List<(WidthStep Step, double Worth)>();
        for (int group = 0; group < problem.AllowedWidths.Length; group++)
        {
            ImmutableArray<int> allowed = problem.AllowedWidths[group];
            double last = double.NegativeInfinity;
            for (int index = allowed.Length - 1; index > 0; index--)
            {
                var step = new WidthStep(group, allowed[index], allowed[index - 1]);
                last = Math.Max(last, worth(step)); // a group's steps can only be taken in their order
                steps.Add((step, last));
            }
        }
        return [.. steps.OrderBy(step => step.Worth).Select(step => step.Step)]; // a stable sort
    }

    private static int FewestSteps(AllocationProblem problem, ImmutableArray<WidthStep> steps)
    {
        if (!problem.Fits(After(problem, steps, steps.Length)))
        {
            throw problem.OutOfReach();
        }
        int tooFew = -1, enough = steps.Length;
        while (enough - tooFew > 1)
        {
            int middle = (tooFew + enough) / 2;
            if (problem.Fits(After(problem, steps, middle)))
            {
                enough = middle;
            }
            else
            {
                tooFew = middle;
            }
        }
        return enough;
    }

    private static int[] After(AllocationProblem problem, ImmutableArray<WidthStep> steps, int count)
    {
        int[] widths = [.. problem.AllowedWidths.Select(allowed => allowed[^1])];
        foreach (WidthStep step in steps.AsSpan()[..count])
        {
            widths[step.Group] = step.Below;
        }
        return widths;
    }
}
