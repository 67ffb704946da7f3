using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>The variance over the first dimension of tensors that come in parts, without keeping them (Chan et al., 1979).</summary>
internal sealed class RunningVariance : IDisposable
{
    private Tensor? _mean;
    private Tensor? _squares;
    private long _count;

    /// <summary>Takes in more samples, (N, ...).</summary>
    public void Add(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor exact = values.to_type(ScalarType.Float64).cpu();
        long added = exact.shape[0];
        Tensor mean = exact.mean([0]);
        Tensor squares = (exact - mean).square().sum([0L]);
        if (_mean is null || _squares is null)
        {
            (_mean, _squares) = (mean.DetachFromDisposeScope(), squares.DetachFromDisposeScope());
        }
        else
        {
            Tensor difference = mean - _mean;
            _squares.add_(squares + difference.square() * ((double)_count * added / (_count + added)));
            _mean.add_(difference * ((double)added / (_count + added)));
        }
        _count += added;
    }

    /// <summary>The variance of the population, which the caller disposes.</summary>
    public Tensor Value() => (_squares ?? throw new InvalidOperationException("Nothing has been added.")) / _count;

    public void Dispose()
    {
        _mean?.Dispose();
        _squares?.Dispose();
    }
}
