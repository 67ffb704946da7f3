namespace Pruning;

/// <summary>How far two lists of numbers order things alike.</summary>
public static class RankCorrelation
{
    /// <summary>
    /// Spearman's coefficient: the correlation of the ranks, from -1 (the opposite order) to 1 (the same order). Equal numbers share the
    /// mean of their ranks. 0 where all numbers of a list are equal, as they order nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The lists are of different length.</exception>
    public static double Spearman(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one.Count != other.Count)
        {
            throw new ArgumentException($"{one.Count} numbers cannot be compared with {other.Count}.", nameof(other));
        }
        double[] left = Centred(Ranks([.. one])), right = Centred(Ranks([.. other]));
        double lengths = Math.Sqrt(left.Sum(rank => rank * rank) * right.Sum(rank => rank * rank));
        return lengths == 0 ? 0 : left.Zip(right, (a, b) => a * b).Sum() / lengths;
    }

    /// <summary>The place of each number in ascending order, from 0; equal numbers share the mean of their places.</summary>
    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(index => values[index])];
        var ranks = new double[values.Length];
        for (int first = 0; first < order.Length;)
        {
            int next = first;
            while (next < order.Length && values[order[next]] == values[order[first]])
            {
                next++;
            }
            for (int place = first; place < next; place++)
            {
                ranks[order[place]] = (first + next - 1) / 2.0;
            }
            first = next;
        }
        return ranks;
    }

    private static double[] Centred(double[] ranks)
    {
        double mean = ranks.DefaultIfEmpty().Average();
        return [.. ranks.Select(rank => rank - mean)];
    }
}
