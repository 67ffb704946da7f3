using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

public sealed record MeanActivationImportance : Importance
{
    private static readonly ActivationPower Size = new(1);

    public override ImmutableArray<Statistic> Needs => [Size];

    public override double[] Score(CoupledGroup group) => group.Get(Size);
}

public sealed record LargestActivation : ActivationStatistic
{
    public override Tensor Measure(ChannelActivation activation) => activation.Channels.amax(2); // (N, C, positions) → (N, C)
}
