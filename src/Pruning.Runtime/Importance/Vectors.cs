namespace Pruning;

/// <summary>Arithmetic with one number per channel.</summary>
internal static class Vectors
{
    public static double[] Scaled(IReadOnlyList<double> values, double by) => [.. values.Select(value => value * by)];

    public static double[] Sum(IEnumerable<IReadOnlyList<double>> vectors) =>
        vectors.Aggregate((sum, next) => [.. sum.Zip(next, (one, other) => one + other)]).ToArray();

    public static double[] Mean(IEnumerable<IReadOnlyList<double>> vectors)
    {
        IReadOnlyList<double>[] all = [.. vectors];
        return Scaled(Sum(all), 1.0 / all.Length);
    }
}
