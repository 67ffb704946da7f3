using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

/// <summary>A group may reach what the state dict does not list: a buffer that is not stored, a layer under its second name.</summary>
public sealed class ModuleStateTests
{
    private static readonly Segment Channels = new(Factor.Of(0, 4));

    private static readonly Graph Graph = new(
        "Tests.Twofold",
        "7c7c7c7c7c7c7c7c",
        [new Group("stem", 4)],
        [
            new("stem.weight", Dimension.Output(Channels)),
            new("stem.bias", Dimension.Channel(Channels)),
            new("chain.first.weight", Dimension.Output(Channels), Dimension.Input(Channels)),
            new("chain.second.weight", Dimension.Output(Channels), Dimension.Input(Channels)),
            new("scale", Dimension.Channel(Channels)),
        ],
        widths => new Cost(3 * widths[0], 0, 0));

    private static readonly PruningPlan Plan = PruningPlan.Dense(Graph).Keep("stem", 1, 2);

    [Fact]
    public void Masks_of_a_plan_reach_it()
    {
        using var dense = new Twofold(4);
        using WeightMasks masks = WeightMasks.Of(Graph, Plan, dense);

        masks.Apply(dense);

        dense.Shared.weight[.., 0].abs().max().item<float>().ShouldBe(0);
        dense.Shared.weight[.., 1].abs().max().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Training_methods_accept_the_model()
    {
        using var dense = new Twofold(4);
        using TrainingHook hook = new GroupLasso(Graph, 0.5).Attach(new TrainingContext(dense, 1, 1, 1));
        hook.ShouldNotBeNull();
    }

    [Fact]
    public void Pruning_moves_it()
    {
        using IDisposable noGradient = no_grad();
        using var dense = new Twofold(4);
        using var pruned = new Twofold(2);
        dense.get_buffer("scale")!.copy_(arange(4));

        Surgery.Transfer(Graph, Plan, dense, pruned);

        pruned.get_buffer("scale")!.data<float>().ToArray().ShouldBe([1, 2]);
        pruned.Shared.weight.Equals(dense.Shared.weight[1..3, 1..3]).ShouldBeTrue();
    }

    private sealed class Twofold : Module<Tensor, Tensor>
    {
        private readonly Linear stem;
        private readonly Sequential chain;

        public Twofold(int width)
            : base(nameof(Twofold))
        {
            stem = Linear(3, width);
            Linear shared = Linear(width, width, hasBias: false);
            chain = Sequential(("first", shared), ("second", shared));
            register_buffer("scale", ones(width), persistent: false);
            RegisterComponents();
        }

        public Linear Shared => (Linear)chain[0];

        public override Tensor forward(Tensor input) => chain.call(stem.call(input) * get_buffer("scale")!);
    }
}
