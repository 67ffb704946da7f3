using static TorchSharp.torch;

namespace Pruning;

/// <summary>Keeps what is masked at zero while the rest is trained: the masks are applied at the start, and to every gradient.</summary>
/// <param name="Masks">What stays zero. It stays the caller's, who must not dispose of it while a run uses it.</param>
public sealed record HeldMasks(WeightMasks Masks) : TrainingMethod
{
    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        Masks.Apply(context.Model);
        return new Hook(Masks, context);
    }

    private sealed class Hook(WeightMasks masks, TrainingContext context) : TrainingHook
    {
        // The weights may be those of another method, which has replaced them for this batch.
        public override void BeforeForward(TrainingStep step) => masks.Apply(context.Model);

        public override void BeginEvaluation() => masks.Apply(context.Model);

        public override void AfterBackward(TrainingStep step)
        {
            foreach ((string name, Tensor mask) in masks.Tensors)
            {
                if (context.Parameters.TryGetValue(name, out TorchSharp.Modules.Parameter? weight))
                {
                    weight.grad?.mul_(mask);
                }
            }
        }
    }
}
