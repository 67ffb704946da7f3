using Pruning.Generators.Tests.Compiled;
using static Pruning.Generators.Tests.Probes.Networks;
using static TorchSharp.torch;

namespace Pruning.Generators.Tests.Probes;

/// <summary>The probes that are about plans, budgets and costs rather than couplings.</summary>
public sealed class RunTimeProbeTests(RunTimeProbeTests.Compiled compiled) : IClassFixture<RunTimeProbeTests.Compiled>
{
    private CompiledModel Plain => compiled.Models[0];

    private CompiledModel Grouped => compiled.Models[1];

    private CompiledModel Ten => compiled.Models[2];

    private CompiledModel Transposed => compiled.Models[3];

    [Fact]
    public void Channels_by_hand()
    {
        PruningPlan plan = PruningPlan.Dense(Plain.Graph!).Keep("a", Enumerable.Range(0, 16).Where(channel => channel % 4 != 3));
        using nn.Module pruned = Plain.Prune(Plain.New(), plan);
        pruned.state_dict()["a.weight"].shape[0].ShouldBe(12);
    }

    [Fact]
    public void The_dense_module_stays()
    {
        using nn.Module dense = Plain.New();
        Tensor weight = dense.state_dict()["a.weight"];
        using Tensor before = weight.clone();
        using nn.Module pruned = Plain.Prune(dense, PruningPlan.FromWidths(Plain.Graph!, [4]));
        allclose(weight, before, rtol: 0, atol: 0).ShouldBeTrue();
        dense.state_dict()["a.weight"].Handle.ShouldBe(weight.Handle);
    }

    [Fact]
    public void Equal_scores()
    {
        PruningPlan plan = Scores(Plain).Plan(Budget.Channels(0.5), Allocation.Global);
        plan.Groups.Single().Keep.Length.ShouldBe(8);
    }

    [Fact]
    public void Impossible_rounding() =>
        Should.Throw<PruningException>(() => Scores(Plain).Plan(Budget.Channels(0.5), Allocation.Uniform, roundTo: 32));

    /// <summary>Groups of channels and channels of a group are groups of four: no smaller multiple of four is left.</summary>
    [Theory]
    [InlineData(0.75)]
    [InlineData(0.6)]
    public void Rounded_widths(double fraction) =>
        Should.Throw<PruningException>(() => Scores(Grouped).Plan(Budget.Channels(fraction), Allocation.Uniform, roundTo: 4))
            .Message.ShouldContain("out of reach");

    [Fact]
    public void A_fifth_of_ten() =>
        Scores(Ten).Plan(Budget.Channels(0.2), Allocation.Uniform).Groups.Single().Keep.Length.ShouldBe(2);

    /// <summary>Multiply-accumulates: 8·8·2·2·16·16 for the transposed convolution, 16·5 for the linear layer, the input's 3·16·8·8.</summary>
    [Fact]
    public void Costs()
    {
        Transposed.Graph!.Cost(Transposed.Graph.DenseWidths).Macs.ShouldBe((3 * 16 * 8 * 8) + (8 * 8 * 2 * 2 * 16 * 16) + (16 * 5));
    }

    private static Scores Scores(CompiledModel model) =>
        new(model.Graph!, model.Graph!.Groups.Select(group => (IReadOnlyList<double>)[.. Enumerable.Repeat(1.0, group.Channels)]));

    /// <summary>The networks.</summary>
    public sealed class Compiled
    {
        public Compiled() => Models = CompiledModels.Of(
        [
            Images(16, ""),
            Images(16, "x = c.forward(x);", "private readonly Conv2d c = Conv2d(16, 16, 1, groups: 4);"),
            Network("N,3,8,8", "Conv2d a = Conv2d(3, 10, 1), b = Conv2d(10, 4, 1);", "return b.forward(a.forward(input).relu());"),
            Network(
                "N,3,8,8",
                "Conv2d a = Conv2d(3, 16, 1);",
                "return head.forward(up.forward(a.forward(input)).mean(new long[] { 2, 3 }));",
                "private readonly ConvTranspose2d up = ConvTranspose2d(16, 16, 2, stride: 2); private readonly Linear head = Linear(16, 5);"),
        ]);

        internal CompiledModel[] Models { get; }
    }
}
