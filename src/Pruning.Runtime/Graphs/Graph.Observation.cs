using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

public sealed partial class Graph
{
    /// <summary>
    /// Looks at a network at work. Hooks hear only of layers that are run through <c>call</c>; where the model uses <c>forward</c>, its
    /// generated twin, of the same widths and with a copy of the weights, stands in.
    /// </summary>
    private T Observe<T>(Module<Tensor, Tensor> model, Func<Module<Tensor, Tensor>, T> look)
    {
        try
        {
            return look(model);
        }
        catch (UnheardLayerException) when (_build is not null)
        {
            using var twin = (Module<Tensor, Tensor>)_build(DenseWidths);
            Surgery.Transfer(this, PruningPlan.Dense(this), model, twin);
            return look(twin);
        }
    }
}
