using System.Collections.Immutable;

namespace Pruning.Tests;

/// <summary>Small graphs with random couplings between the groups, small enough to try every width.</summary>
internal sealed record RandomProblem(Scores Scores, Budget Budget, PlanOptions Options)
{
    public Graph Graph => Scores.Graph;

    public double Limit => Budget.Fraction * Budget.Measure(Graph, Graph.DenseWidths) * (1 + 1e-12);

    public static IEnumerable<RandomProblem> Many(int count)
    {
        var random = new Random(17);
        return Enumerable.Range(0, count).Select(_ => One(random));
    }

    /// <summary>The widths that the rules allow, written down independently of the library.</summary>
    public int[] Allowed(int group)
    {
        Group known = Graph.Groups[group];
        return [.. Enumerable.Range(1, known.Channels).Where(width => width == known.Channels
            || (!Options.KeepGroups.Contains(known.Name) && width % Options.RoundTo == 0 && width >= known.MinimumWidth))];
    }

    public IEnumerable<int[]> AllWidths()
    {
        IEnumerable<int[]> all = [[]];
        for (int group = 0; group < Graph.Groups.Length; group++)
        {
            int[] allowed = Allowed(group);
            all = all.SelectMany(_ => allowed, (widths, width) => (int[])[.. widths, width]);
        }
        return all;
    }

    public bool Fits(IReadOnlyList<int> widths) => Budget.Measure(Graph, widths) <= Limit;

    private static RandomProblem One(Random random)
    {
        int groups = random.Next(1, 4);
        int roundTo = random.Next(1, 4);
        long[,] pairs = new long[groups, groups];
        long[] singles = [.. Enumerable.Range(0, groups).Select(_ => (long)random.Next(0, 20))];
        for (int row = 0; row < groups; row++)
        {
            for (int column = 0; column < groups; column++)
            {
                pairs[row, column] = random.Next(0, 5);
            }
        }
        ImmutableArray<Group> all = [.. Enumerable.Range(0, groups).Select(index =>
        {
            int channels = random.Next(roundTo, 9);
            return new Group($"g{index}", channels) { MinimumWidth = random.Next(1, channels + 1) / 2 + 1 };
        })];
        var graph = new Graph("Tests.Random", "f", all, [], widths => new Cost(Amount(widths) + 7, Amount(widths), 2 * Amount(widths)));

        // Few different values, so that ties are frequent.
        var scores = new Scores(graph, graph.DenseWidths.Select(width => new double[width].Select(_ => (double)random.Next(1, 9)).ToArray()));
        double fraction = 0.05 + 0.95 * random.NextDouble();
        Budget budget = random.Next(4) switch
        {
            0 => Budget.Channels(fraction),
            1 => Budget.Parameters(fraction),
            2 => Budget.Activations(fraction),
            _ => Budget.Macs(fraction),
        };
        return new RandomProblem(scores, budget, new PlanOptions { RoundTo = roundTo, KeepGroups = random.Next(4) == 0 ? ["g0"] : [] });

        long Amount(IReadOnlyList<int> widths)
        {
            long amount = 1;
            for (int row = 0; row < groups; row++)
            {
                amount += singles[row] * widths[row];
                for (int column = 0; column < groups; column++)
                {
                    amount += pairs[row, column] * widths[row] * widths[column];
                }
            }
            return amount;
        }
    }
}
