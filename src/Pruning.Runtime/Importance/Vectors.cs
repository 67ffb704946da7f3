using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Arithmetic with one number per channel.</summary>
internal static class Vectors
{
    public static double[] Scaled(IReadOnlyList<double> values, double by) => [.. values.Select(value => value * by)];

    /// <summary>A tensor's entries, in double precision.</summary>
    public static double[] Of(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using var entries = values.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>();
        return entries.ToArray();
    }

    public static double[] Sum(IEnumerable<IReadOnlyList<double>> vectors)
    {
        double[]? sum = null;
        foreach (IReadOnlyList<double> vector in vectors)
        {
            sum ??= new double[vector.Count];
            for (int index = 0; index < sum.Length; index++)
            {
                sum[index] += vector[index];
            }
        }
        return sum ?? throw new PruningException(
            "No layer reads the channels of a group, or none produces them, so there is nothing to look at. Score it by its weights.");
    }

    public static double[] Mean(IEnumerable<IReadOnlyList<double>> vectors)
    {
        IReadOnlyList<double>[] all = [.. vectors];
        return Scaled(Sum(all), 1.0 / all.Length);
    }
}
