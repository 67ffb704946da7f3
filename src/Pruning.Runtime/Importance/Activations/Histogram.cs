namespace Pruning;

/// <summary>Entropy and mutual information of counted values, in nats.</summary>
internal static class Histogram
{
    /// <summary>For each value the number of its bin; the bins have equal width, and the largest value belongs to the last.</summary>
    public static int[] BinsOf(IReadOnlyList<double> values, int bins)
    {
        double smallest = values.Min(), width = values.Max() - smallest;
        return width == 0
            ? new int[values.Count]
            : [.. values.Select(value => Math.Min(bins - 1, (int)((value - smallest) / width * bins)))];
    }

    /// <summary>Numbers for labels, from zero without gaps.</summary>
    public static int[] Numbered(IReadOnlyList<long> labels)
    {
        var numbers = new Dictionary<long, int>();
        return [.. labels.Select(label => numbers.TryGetValue(label, out int known) ? known : numbers[label] = numbers.Count)];
    }

    /// <summary>The entropy of the distribution over bins.</summary>
    public static double Entropy(IReadOnlyList<int> bins) => bins
        .CountBy(bin => bin)
        .Sum(pair => -Share(pair.Value, bins.Count) * Math.Log(Share(pair.Value, bins.Count)));

    /// <summary>The mutual information between two ways of sorting the same samples.</summary>
    public static double Information(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        Dictionary<int, int> ones = one.CountBy(bin => bin).ToDictionary(), others = other.CountBy(bin => bin).ToDictionary();
        return one.Zip(other).CountBy(pair => pair).Sum(pair => Share(pair.Value, one.Count) * Math.Log(
            Share(pair.Value, one.Count) / (Share(ones[pair.Key.First], one.Count) * Share(others[pair.Key.Second], one.Count))));
    }

    private static double Share(int count, int of) => (double)count / of;
}
