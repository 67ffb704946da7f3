using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Lets the network compute with weights that are made of those that are trained: multiplied by gates, or with an adapter added. The
/// trained ones stay apart: they are put back before the optimizer's step. In evaluation the weights are made that count in the end: gates and
/// adapters are folded, exactly.
/// </summary>
internal abstract class SubstitutionHook : TrainingHook
{
    private readonly Dictionary<string, Tensor> _dense;

    protected SubstitutionHook(TrainingContext context, IEnumerable<string> gated)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Context = context;
        _dense = gated.ToDictionary(name => name, name => context.Parameters[name].clone().DetachFromDisposeScope());
    }

    protected TrainingContext Context { get; }

    public override void BeforeForward(TrainingStep step)
    {
        Open(step);
        Fold();
    }

    public override void AfterBackward(TrainingStep step)
    {
        foreach ((string name, Tensor dense) in _dense)
        {
            if (Context.Parameters[name].grad is { } gradient)
            {
                Learn(name, dense, gradient);
            }
        }
        EndEvaluation();
    }

    public override void BeginEvaluation()
    {
        Open(null);
        Fold();
    }

    public override void EndEvaluation()
    {
        foreach ((string name, Tensor dense) in _dense)
        {
            Context.Parameters[name].copy_(dense);
        }
    }

    public override void Dispose()
    {
        foreach (Tensor dense in _dense.Values)
        {
            dense.Dispose();
        }
    }

    /// <summary>Prepares what weights are made of, for a batch, or (null) for use.</summary>
    protected abstract void Open(TrainingStep? step);

    /// <summary>Turns a weight that is trained into the one that is used, in place.</summary>
    protected abstract void Replace(string name, Tensor weight);

    /// <summary>Learns from the gradient of the weight that was used, and makes it in place that of the weight that is trained.</summary>
    /// <param name="name">The weight's name.</param>
    /// <param name="trained">The weight that is trained.</param>
    /// <param name="gradient">The gradient.</param>
    protected abstract void Learn(string name, Tensor trained, Tensor gradient);

    private void Fold()
    {
        foreach ((string name, Tensor dense) in _dense)
        {
            dense.copy_(Context.Parameters[name]);
            Replace(name, Context.Parameters[name]);
        }
    }
}
