using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scoring;

/// <summary>Forward and backward passes without anything else, in evaluation mode like scoring.</summary>
internal static class BarePasses
{
    public static void Run(Module<Tensor, Tensor> model, IBatches data)
    {
        model.eval();
        foreach (Batch batch in data.InOrder())
        {
            using Batch owned = batch;
            using DisposeScope scope = NewDisposeScope();
            functional.cross_entropy(model.call(batch.Inputs), batch.Labels, reduction: Reduction.Sum).backward();
        }
        model.zero_grad();
    }
}
