using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// A <see cref="TrainingMethod"/> at work. For each batch the run calls, in this order, <see cref="BeforeForward"/>,
/// <see cref="ExtraLoss"/>, <see cref="AfterBackward"/> and <see cref="AfterStep"/>; after the batches of an epoch
/// <see cref="EpochEnds"/>; and around every look at the network from outside <see cref="BeginEvaluation"/> and
/// <see cref="EndEvaluation"/>. The run calls <see cref="BeginEvaluation"/> a last time at its end, so that the network is left as it was
/// evaluated: masks applied, gates folded into the weights.
/// </summary>
/// <remarks>
/// A run can be interrupted and resumed at any batch. Whatever a hook remembers must therefore be in <see cref="State"/>, follow from the
/// step, or be drawn from <see cref="TrainingStep.Seed"/>. Except for <see cref="ExtraLoss"/>, calls are made without gradients and in a
/// dispose scope of their own: tensors that are kept must be detached from it.
/// </remarks>
public abstract class TrainingHook : IDisposable
{
    /// <summary>
    /// The tensors that the hook remembers from batch to batch, by name. They are written to the state file of the run, and copied into
    /// the tensors of the same names when the run is taken up again.
    /// </summary>
    public virtual IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>();

    /// <summary>The network is about to see a batch. Weights may be replaced, if <see cref="AfterBackward"/> gives them back.</summary>
    public virtual void BeforeForward(TrainingStep step)
    {
    }

    /// <summary>A scalar to add to the loss, with gradients; null for none.</summary>
    public virtual Tensor? ExtraLoss(TrainingStep step) => null;

    /// <summary>The gradients are there, and can be changed.</summary>
    public virtual void AfterBackward(TrainingStep step)
    {
    }

    /// <summary>The optimizer has changed the weights; the gradients are still there.</summary>
    public virtual void AfterStep(TrainingStep step)
    {
    }

    /// <summary>The last batch of an epoch has been learnt.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public virtual void EpochEnds(int epoch)
    {
    }

    /// <summary>Whether the weights of an epoch may be the result of the run; by default those of every epoch.</summary>
    /// <param name="epoch">The epoch, from 1. The last one is always allowed.</param>
    public virtual bool MayEndWith(int epoch) => true;

    /// <summary>Puts the weights in place that the network would be used with.</summary>
    public virtual void BeginEvaluation()
    {
    }

    /// <summary>Puts the weights back that are trained, to the last bit.</summary>
    public virtual void EndEvaluation()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
