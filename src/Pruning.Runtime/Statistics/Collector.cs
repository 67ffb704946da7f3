using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Collects a statistic for one group while batches pass by. Each method is called for what <see cref="Statistic.Sources"/> names, without
/// gradients and inside a dispose scope: what is to be kept must be copied, or moved out of the scope.
/// </summary>
public abstract class Collector : IDisposable
{
    /// <summary>A layer is about to read the group's channels.</summary>
    public virtual void Input(ChannelActivation activation)
    {
    }

    /// <summary>A layer has produced the group's channels.</summary>
    public virtual void Output(ChannelActivation activation)
    {
    }

    /// <summary>The gradients of the summed loss with respect to one factor per sample and channel, (N, C), at the value 1.</summary>
    /// <param name="gradients">
    /// For each sample the sum over all layers that read the channel, and over all positions, of activation times gradient.
    /// </param>
    public virtual void Gates(Tensor gradients)
    {
    }

    /// <summary>
    /// The gradients of the summed loss with respect to one number per sample and channel, (N, C), that is added wherever the channel is
    /// read: the sum over these layers, and over all positions, of the activation's gradient.
    /// </summary>
    public virtual void Shifts(Tensor gradients)
    {
    }

    /// <summary>
    /// The gradients of the summed loss with respect to one factor per sample and channel, (N, C), with which the filters that produce the
    /// channel are multiplied, their biases left out.
    /// </summary>
    public virtual void FilterGates(Tensor gradients)
    {
    }

    /// <summary>A batch is through, and these are the gradients of the model's parameters.</summary>
    public virtual void Weights(WeightGradients gradients)
    {
    }

    /// <summary>The diagonal of a curvature matrix, for some samples or a part of what makes up their diagonal.</summary>
    public virtual void Curvature(CurvatureDiagonal diagonal)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what was kept.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    internal abstract object Finish();
}

/// <summary>Collects a statistic with a value of a certain type.</summary>
public abstract class Collector<TValue> : Collector
    where TValue : class
{
    /// <summary>What was collected; asked for once, after the last batch.</summary>
    public abstract TValue Result();

    internal override object Finish() => Result();
}
