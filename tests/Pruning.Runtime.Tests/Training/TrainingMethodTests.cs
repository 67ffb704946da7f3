using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Training;

/// <summary>What every training method must keep of the promises of fine-tuning, and that each does something.</summary>
[Collection(RandomNumbers.Name)]
public sealed class TrainingMethodTests
{
    private static readonly Graph Graph = new(
        "Tests.SmallProblem",
        "",
        [new("conv", 6)],
        [
            new("conv.weight", Dimension.Output(new Segment(Factor.Of(0, 6)))),
            .. new[] { "weight", "bias", "running_mean", "running_var" }
                .Select(part => new ParameterLayout($"bn.{part}", Dimension.Channel(new Segment(Factor.Of(0, 6))))),
            new("linear.weight", Dimension.Fixed(SmallProblem.Classes), Dimension.Input(new Segment(Factor.Of(0, 6), Factor.Constant(16)))),
        ],
        widths => new Cost(widths[0], widths[0], widths[0]));

    private static readonly Dictionary<string, TrainingMethod[]> Methods = new()
    {
        ["slimming"] = [new NetworkSlimming(0.01)],
        ["group lasso"] = [new GroupLasso(Graph, 0.5) { Weighting = GroupLassoWeighting.RootOfSize }],
        ["group lasso, subgradient"] = [new GroupLasso(Graph, 0.5) { Step = GroupLassoStep.Subgradient }],
        ["magnitudes"] = [new WeightPenalty(0.01, 1)],
        ["squares"] = [new WeightPenalty(0.01, 2)],
        ["weak filters"] = [new WeakFilterPenalty(0.1) { Fraction = 0.5 }],
        ["LOBSTER"] = [new Lobster(0.01)],
        ["SeReNe"] = [new SeReNe(0.1)],
        ["SeReNe, full"] = [new SeReNe(0.1) { Sensitivity = NeuronSensitivity.Full }],
        ["soft filter pruning"] = [new SoftFilterPruning(Graph, new PruningRatios(0.5))],
        ["asymptotic"] = [new SoftFilterPruning(Graph, new PruningRatios(0.5)) { Schedule = PruningSchedule.Asymptotic() }],
        ["held filters"] = [new SoftFilterPruning(Graph, new PruningRatios(0.5)) { Regrowth = Regrowth.Held }],
        ["network surgery"] = [new DynamicNetworkSurgery()],
        ["surgery of filters"] = [new DynamicNetworkSurgery { Pattern = MaskPattern.Filter }],
        ["structure gates"] = [new StructureGates(MaskPattern.Column) { Threshold = 0.95, Decay = 0.1 }],
        ["hard concrete"] = [new HardConcreteGates(Graph, 1)],
        ["learning compression"] = [new LearningCompression(Compression.KeepWeights(0.3)) { Mu = 0.1 }],
        ["low rank"] = [new LowRankAdapters(2)],
        ["prototypes"] = [new PrototypeAdapters(3, 2)],
        ["slimming and gates"] = [new NetworkSlimming(0.01), new HardConcreteGates(Graph, 1), new StructureGates(MaskPattern.Filter)],
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cancelled_run_goes_on_as_if_nothing_had_happened(string name)
    {
        (float[] expected, _) = await Run(Options(name));
        (float[] plain, _) = await Run(Options(name) with { Methods = [] });
        expected.ShouldNotBe(plain);
        foreach (int batches in new[] { 2, 4, 7 })
        {
            using var folder = new TemporaryFolder();
            FineTuningOptions options = Options(name) with { StateFile = folder.File("state") };
            await Should.ThrowAsync<OperationCanceledException>(() => Run(options, new CancelAt(batches)));
            manual_seed(999);
            (float[] found, _) = await Run(options);
            found.ShouldBe(expected, $"cancelled after {batches} batches");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_run_that_is_cancelled_while_it_is_evaluated_goes_on_as_if_nothing_had_happened(string name)
    {
        (float[] expected, _) = await Run(Options(name));
        using var folder = new TemporaryFolder();
        FineTuningOptions options = Options(name) with { StateFile = folder.File("state") };
        await Should.ThrowAsync<OperationCanceledException>(() => Run(options, new CancelInEvaluation(2)));
        (float[] found, _) = await Run(options);
        found.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_network_is_left_as_it_was_evaluated(string name)
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        FineTuningResult result = await new FineTuning(Options(name)).RunOnOneThreadAsync(network, train, test);
        Evaluation.Measure(network, test).ShouldBe(result.Best.Test);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_tensor_is_left_behind(string name)
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        await new FineTuning(Options(name)).RunOnOneThreadAsync(network, train, test);
        GC.Collect();
        GC.WaitForPendingFinalizers(); // what earlier tests left to the finalizer is not to be counted
        long before = Tensor.TotalCount;

        await new FineTuning(Options(name)).RunOnOneThreadAsync(network, train, test);

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    [Fact]
    public async Task Group_lasso_makes_whole_channels_exactly_zero()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        FineTuningOptions options = Options("group lasso") with { Methods = [new GroupLasso(Graph, 30)], WeightDecay = 0 };
        await new FineTuning(options).RunOnOneThreadAsync(network, train);
        using var masked = new MaskedModel(network, WeightMasks.None(network));
        masked.Removable(Graph).WidthsFor(Graph)[0].ShouldBeLessThan(6);
    }

    [Fact]
    public async Task Closed_hard_concrete_gates_leave_channels_that_nothing_reads()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        FineTuningOptions options = Options("hard concrete") with
        {
            Methods = [new HardConcreteGates(Graph, 30) { DropRate = 0.8 }],
            Epochs = 6,
        };
        await new FineTuning(options).RunOnOneThreadAsync(network, train);
        using var masked = new MaskedModel(network, WeightMasks.None(network));
        masked.Removable(Graph).WidthsFor(Graph)[0].ShouldBeLessThan(6);
    }

    [Fact]
    public async Task After_soft_filter_pruning_the_plans_network_is_the_one_that_was_evaluated()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        var method = new SoftFilterPruning(Graph, new PruningRatios(0.5));
        await new FineTuning(Options("slimming") with { Methods = [method] }).RunOnOneThreadAsync(network, train);
        PruningPlan plan = method.Plan(network);
        plan.WidthsFor(Graph).ShouldBe([3]);
        float[] before = network.Weights();
        Surgery.MaskConsumers(Graph, plan, network);
        network.Weights().ShouldBe(before);
    }

    [Fact]
    public async Task Learning_compression_ends_feasible()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        await new FineTuning(Options("learning compression")).RunOnOneThreadAsync(network, train);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> state = network.state_dict();
        Tensor[] weights = [state["conv.weight"], state["linear.weight"]];
        double left = weights.Sum(weight => weight.ne(0).sum().item<long>());
        left.ShouldBe(Math.Round(0.3 * weights.Sum(weight => weight.NumberOfElements)));
    }

    [Fact]
    public async Task Adapters_leave_biases_and_norms_free_and_change_the_weights_by_a_matrix_of_their_rank()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using ModelSnapshot before = ModelSnapshot.Of(network);
        await new FineTuning(Options("low rank")).RunOnOneThreadAsync(network, train);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> after = network.state_dict();
        Tensor difference = (after["linear.weight"] - before.Tensors["linear.weight"]).to_type(ScalarType.Float64);
        Tensor values = linalg.svdvals(difference);
        (values[2] / values[0]).item<double>().ShouldBe(0, 1e-4);
        (values[1] / values[0]).item<double>().ShouldBeGreaterThan(1e-4);
        Tensor kernel = (after["conv.weight"] - before.Tensors["conv.weight"]).abs();
        kernel[TensorIndex.Ellipsis, 1, 1].sum().item<float>().ShouldBeGreaterThan(0);
        kernel.sum().item<float>().ShouldBe(kernel[TensorIndex.Ellipsis, 1, 1].sum().item<float>());
        (after["bn.bias"] - before.Tensors["bn.bias"]).abs().sum().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Held_masks_stay_zero_and_the_rest_learns_as_the_smaller_network_does()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        PruningPlan plan = PruningPlan.Dense(Graph).Keep("conv", 0, 3, 5);
        using WeightMasks masks = WeightMasks.Of(Graph, plan, network);
        await new FineTuning(Options("slimming") with { Methods = [new HeldMasks(masks)] }).RunOnOneThreadAsync(network, train);
        using var masked = new MaskedModel(network, WeightMasks.None(network));
        masked.Removable(Graph).ShouldBe(plan);
    }

    [Fact]
    public async Task A_state_of_other_methods_is_refused()
    {
        using var folder = new TemporaryFolder();
        FineTuningOptions options = Options("slimming") with { StateFile = folder.File("state") };
        await Should.ThrowAsync<OperationCanceledException>(() => Run(options, new CancelAt(2)));
        PruningException error = await Should.ThrowAsync<PruningException>(() =>
            Run(options with { Methods = [new NetworkSlimming(0.02)] }));
        error.Message.ShouldContain("0.02");
    }

    private static FineTuningOptions Options(string name) => new()
    {
        Epochs = 2,
        Seed = 11,
        Augmentation = Augmentations.CropAndFlip(1),
        Methods = [.. Methods[name]],
    };

    private static async Task<(float[] Weights, FineTuningResult Result)> Run(
        FineTuningOptions options, IProgress<FineTuningProgress>? progress = null)
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        FineTuningResult result = await new FineTuning(options).RunOnOneThreadAsync(network, train, test, progress);
        return (network.Weights(), result);
    }

    private sealed class CancelInEvaluation(int evaluations) : IProgress<FineTuningProgress>
    {
        private int _seen;

        public void Report(FineTuningProgress value)
        {
            if (value.TestAccuracy is not null && ++_seen == evaluations)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
