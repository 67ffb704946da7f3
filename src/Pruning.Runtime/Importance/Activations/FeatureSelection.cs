using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Infinite feature selection: features are the nodes of a graph, whose edges are high between features of high variance that are not
/// correlated; a feature's score is the sum over all paths that begin at it, longer ones counting less. Source: Roffo et al., Infinite
/// Feature Selection (2015).
/// </summary>
internal static class FeatureSelection
{
    private const double Decay = 0.9;

    /// <param name="samples">One row per sample with one number per feature.</param>
    /// <param name="alpha">How much variance counts against being different.</param>
    public static double[] Infinite(IReadOnlyList<double[]> samples, double alpha)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor adjacency = Adjacency(samples, alpha);
        double radius = linalg.eigvalsh(adjacency).abs().max().item<double>();
        if (radius == 0)
        {
            return new double[samples[0].Length];
        }
        Tensor identity = eye(adjacency.shape[0], dtype: ScalarType.Float64);
        return Vectors.Of((linalg.inv(identity - adjacency * (Decay / radius)) - identity).sum([1L]));
    }

    internal static Tensor Adjacency(IReadOnlyList<double[]> samples, double alpha)
    {
        int features = samples[0].Length;
        double[][] columns = [.. Enumerable.Range(0, features).Select(feature => samples.Select(row => row[feature]).ToArray())];
        Tensor deviations = tensor(columns.Select(Deviation).ToArray());
        double largest = deviations.max().item<double>();
        deviations = largest == 0 ? deviations : deviations / largest;
        Tensor spread = maximum(deviations.unsqueeze(0), deviations.unsqueeze(1));

        Tensor ranks = tensor(columns.SelectMany(RankCorrelation.Ranks).ToArray(), [features, samples.Count]);
        Tensor centred = ranks - ranks.mean([1], keepdim: true);
        Tensor lengths = centred.square().sum([1L], keepdim: true).sqrt();
        Tensor directions = where(lengths.gt(0), centred / lengths, zeros_like(centred));
        Tensor correlations = directions.matmul(directions.t()).abs().clamp(0, 1);
        return spread * alpha + (1 - correlations) * (1 - alpha);
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
