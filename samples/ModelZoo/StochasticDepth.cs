using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Leaves a block out for some of the samples while the network is trained (Huang et al.).</summary>
public sealed class StochasticDepth(double probability) : Module<Tensor, Tensor>(nameof(StochasticDepth))
{
    public override Tensor forward(Tensor x)
    {
        if (!training || probability == 0)
        {
            return x;
        }
        var survival = 1 - probability;
        var kept = (ones(x.shape[0], 1, 1, 1).to(x) * survival).bernoulli();
        return x * kept / survival;
    }
}
