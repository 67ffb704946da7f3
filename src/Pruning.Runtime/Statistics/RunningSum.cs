using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>A sum of equally shaped tensors in double precision, on the CPU.</summary>
internal sealed class RunningSum : IDisposable
{
    private Tensor? _sum;

    public void Add(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor exact = values.detach().to_type(ScalarType.Float64).cpu();
        if (_sum is null)
        {
            // What is already a double on the CPU would be shared with whoever gave it.
            _sum = exact.clone().DetachFromDisposeScope();
        }
        else
        {
            _sum.add_(exact);
        }
    }

    /// <summary>The sum, which stays this object's.</summary>
    public Tensor Value => _sum ?? throw new InvalidOperationException("Nothing has been added.");

    public double[] ToArray() => Vectors.Of(Value);

    public void Dispose() => _sum?.Dispose();
}
