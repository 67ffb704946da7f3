using static TorchSharp.torch;

namespace Pruning;

/// <summary>A mean over samples that come in batches, in double precision.</summary>
internal sealed class RunningMean : IDisposable
{
    private readonly RunningSum _sum = new();
    private long _samples;

    /// <summary>Adds a batch.</summary>
    /// <param name="sum">The sum over its samples.</param>
    /// <param name="samples">How many they are.</param>
    public void Add(Tensor sum, long samples)
    {
        _sum.Add(sum);
        _samples += samples;
    }

    /// <summary>The mean so far, a new tensor.</summary>
    public Tensor Value => _sum.Value / _samples;

    public double[] ToArray() => Vectors.Scaled(_sum.ToArray(), 1.0 / _samples);

    public void Dispose() => _sum.Dispose();
}
