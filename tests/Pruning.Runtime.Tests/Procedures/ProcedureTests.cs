using Pruning.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Procedures;

[Collection(RandomNumbers.Name)]
public sealed class ProcedureTests
{
    private static readonly Graph Graph = SmallNetwork.Graph;

    private static readonly FineTuningOptions Tuning = new() { Epochs = 1, LearningRate = 0.01 };

    private static Scores Score(Module model) => Graph.Score(model, Importance.GroupNorm());

    private static readonly Dictionary<string, Func<SmallNetwork, PruningProcedure>> Procedures = new()
    {
        ["one-shot"] = _ => new(Graph, new ScheduledRounds(1, 0.5), new BudgetProposal(Score, Budget.Macs, Allocation.Global))
        {
            FinalTuning = Tuning,
        },
        ["iterative"] = _ => new(
            Graph,
            new ScheduledRounds(3, 0.6) { Schedule = PruningSchedule.Gradual },
            new BudgetProposal(Score, Budget.Parameters, Allocation.Uniform))
        { Tuning = Tuning, FinalTuning = Tuning },
        ["recalibrated"] = _ => new(Graph, new ScheduledRounds(2, 0.5), new BudgetProposal(Score, Budget.Macs, Allocation.Global))
        {
            Recalibration = new Calibration(Data(3)) { Batches = 2 },
            Tuning = Tuning,
        },
        ["layer by layer"] = _ => new(Graph, new GroupByGroup(5), new GroupProposal(Score, new PruningRatios(0.4))) { Tuning = Tuning },
        ["adaptive"] = _ => new(
            Graph,
            new AdaptiveThreshold(AdaptiveGoal.ParameterReduction, 0.4) { Step = 20, Rounds = 9, SmallestStep = 1e-6 },
            new ThresholdProposal(Score, cost => cost.Parameters))
        { Tuning = Tuning },
        ["one channel at a time"] = _ => new(
            Graph,
            new UntilBudget(Graph, Budget.Macs(0.85)),
            new FewChannelsProposal(Score, cost => cost.Activations))
        { Tuning = Tuning },
        ["play and prune"] = network => new(
            Graph,
            new PlayAndPrune(60) { Rounds = 4 },
            new SpendingProposal(Score, () => Evaluation.Measure(network, Data(2)).Accuracy) { Step = 0.05 })
        { Tuning = Tuning },
        ["lottery ticket"] = network => new(
            Graph,
            new ScheduledRounds(3, 1 - Math.Pow(0.8, 3)) { Schedule = PruningSchedule.Exponential },
            new WeightProposal(WeightScope.AllTensors))
        {
            Tuning = Tuning,
            Initialization = Initialization.RewindTo(ModelSnapshot.Of(network)),
        },
        ["plateau"] = network => new(
            Graph,
            new PlateauPruning(0.05) { Patience = 1, Rounds = 7 },
            new LossThresholdProposal(() => Evaluation.Measure(network, Data(2)).Loss))
        {
            Tuning = Tuning with { Methods = [new Lobster(1e-3)] },
        },
        ["afresh"] = _ => new(Graph, new ScheduledRounds(2, 0.5), new BudgetProposal(Score, Budget.Macs, Allocation.Lamp))
        {
            Tuning = Tuning,
            Initialization = Initialization.Fresh(() => new SmallNetwork(Graph.DenseWidths)),
        },
    };

    public static TheoryData<string> Names => [.. Procedures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_run_that_is_killed_goes_on_as_if_nothing_had_happened(string name)
    {
        (byte[] expected, ProcedureResult uninterrupted) = await Run(name);
        uninterrupted.History.Rounds.ShouldNotBeEmpty();
        int batches = uninterrupted.History.Rounds.Length * 3;
        foreach (int kill in new[] { 1, 2, (batches / 2) + 1 })
        {
            using var folder = new TemporaryFolder();
            string state = folder.File("state");
            await Should.ThrowAsync<KilledException>(() => Run(name, state, kill));
            manual_seed(999);
            (byte[] found, ProcedureResult resumed) = await Run(name, state);
            found.ShouldBe(expected, $"killed in batch {kill}");
            resumed.History.Rounds.ShouldBe(uninterrupted.History.Rounds);
            resumed.Accuracy.ShouldBe(uninterrupted.Accuracy);
            Directory.GetFiles(folder.Path).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_plans_network_is_the_one_that_was_measured(string name)
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        ProcedureResult result = await Procedures[name](network).RunAsync(network, Data(1), Data(2));
        using var pruned = new SmallNetwork(result.Plan.WidthsFor(Graph));
        Surgery.Transfer(Graph, result.Plan, network, pruned);
        Evaluation.Measure(pruned, Data(2)).Accuracy.ShouldBe(result.Accuracy);
    }

    [Fact]
    public async Task A_round_that_costs_too_much_accuracy_is_undone_to_the_last_bit()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        byte[] dense = Bytes(network);
        var procedure = new PruningProcedure(
            Graph,
            new ScheduledRounds(4, 0.9) { MaximumDrop = -2 }, // no accuracy is better by two
            new BudgetProposal(Score, Budget.Channels, Allocation.Global))
        { Tuning = Tuning };

        ProcedureResult result = await procedure.RunAsync(network, Data(1), Data(2));

        Bytes(network).ShouldBe(dense);
        result.Plan.ShouldBe(PruningPlan.Dense(Graph));
        result.History.Rounds.ShouldHaveSingleItem().Accepted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_budget_that_cannot_be_reached_keeps_and_tells_the_best_that_was()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        var procedure = new PruningProcedure(
            Graph, new ScheduledRounds(4, 0.96), new BudgetProposal(Score, Budget.Channels, Allocation.Global));

        ProcedureResult result = await procedure.RunAsync(network, Data(1), Data(2));

        result.Shortfall.ShouldNotBeNull().ShouldContain("out of reach");
        result.History.Rounds.Length.ShouldBe(3);
        result.Plan.ShouldBe(result.History.Rounds[2].Plan);
        Budget.Channels(1).Measure(Graph, result.Plan.WidthsFor(Graph)).ShouldBeLessThanOrEqualTo(0.28 * Graph.DenseWidths.Sum());
    }

    [Fact]
    public async Task Layer_by_layer_scores_are_those_of_the_network_that_is_pruned_already()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        var seen = new List<double>();
        Scores Scoring(Module<Tensor, Tensor> model)
        {
            using DisposeScope scope = NewDisposeScope();
            seen.Add(model.state_dict()["inner.weight"].ne(0).sum().item<long>());
            return Score(model);
        }
        var procedure = new PruningProcedure(Graph, new GroupByGroup(2), new GroupProposal(Scoring, new PruningRatios(0.5)));
        await procedure.RunAsync(network, Data(1), Data(2));
        seen.ShouldBe([6 * 8 * 9.0, 6 * 4 * 9.0]); // half of the stem's channels had gone before the second group was scored
    }

    [Fact]
    public async Task A_round_is_measured_with_batch_norm_statistics_of_its_own()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        PruningProcedure procedure = Procedures["recalibrated"](network) with { Policy = new ScheduledRounds(1, 0.5), Tuning = null };
        ProcedureResult result = await procedure.RunAsync(network, Data(1), Data(2));
        using SmallNetwork expected = SmallNetwork.Dense();
        Surgery.MaskConsumers(Graph, result.Plan, expected);
        BatchNormRecalibration.Run(expected, procedure.Recalibration!).ShouldBeGreaterThan(0);
        foreach ((string name, Tensor value) in expected.state_dict())
        {
            Vectors.Of(network.state_dict()[name]).ShouldBe(Vectors.Of(value), name);
        }
    }

    [Fact]
    public async Task An_adaptive_threshold_stays_below_its_limit()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        ProcedureResult result = await Procedures["adaptive"](network).RunAsync(network, Data(1), Data(2));
        double reduction = 1 - ((double)Graph.Cost(result.Plan.WidthsFor(Graph)).Parameters / Graph.Cost(Graph.DenseWidths).Parameters);
        reduction.ShouldBeInRange(0.01, 0.4);
        result.History.Rounds.ShouldContain(round => !round.Accepted);
        result.History.Rounds.ShouldContain(round => round.Accepted);
    }

    [Fact]
    public async Task A_lottery_ticket_has_the_weights_of_the_start_where_it_has_not_trained()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        PruningProcedure procedure = Procedures["lottery ticket"](network) with { Tuning = null };
        using ModelSnapshot start = ModelSnapshot.Of(network);
        ProcedureResult result = await procedure.RunAsync(network, Data(1), Data(2));
        result.History.Rounds[^1].Sparsity.ShouldBe(1 - 0.512, 1e-3);
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor weight) in network.state_dict())
        {
            weight.ne(0).logical_and(weight.ne(start.Tensors[name])).any().item<bool>().ShouldBeFalse(name);
        }
    }

    [Fact]
    public async Task The_state_of_another_procedure_is_refused()
    {
        using var folder = new TemporaryFolder();
        string state = folder.File("state");
        await Should.ThrowAsync<KilledException>(() => Run("iterative", state, 4));
        PruningException error = await Should.ThrowAsync<PruningException>(() => Run("layer by layer", state));
        error.Message.ShouldContain(state);
    }

    [Fact]
    public async Task No_tensor_is_left_behind()
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        using LabelledImages train = Data(1);
        using LabelledImages test = Data(2);
        PruningProcedure procedure = Procedures["iterative"](network);
        await procedure.RunAsync(network, train, test);
        GC.Collect();
        GC.WaitForPendingFinalizers(); // what earlier tests left to the finalizer is not to be counted
        long before = Tensor.TotalCount;
        await procedure.RunAsync(network, train, test);
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    private static async Task<(byte[] Weights, ProcedureResult Result)> Run(string name, string? state = null, int? kill = null)
    {
        set_num_threads(1);
        using SmallNetwork network = SmallNetwork.Dense();
        PruningProcedure procedure = Procedures[name](network) with { StateFile = state, Seed = 3 };
        int seen = 0;
        if (kill is { } batches && procedure.Tuning is { } tuning)
        {
            procedure = procedure with { Tuning = tuning with { StateInterval = TimeSpan.Zero } };
        }
        using var data = new KillingBatches(Data(1), () => ++seen == kill);
        ProcedureResult result = await procedure.RunAsync(network, data, Data(2));
        return (Bytes(network), result);
    }

    private static LabelledImages Data(long seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        return new LabelledImages(
            randn([36, 3, 8, 8], generator: generator).DetachFromDisposeScope(),
            randint(0, 10, [36], ScalarType.Int64, generator: generator).DetachFromDisposeScope(),
            12);
    }

    private static byte[] Bytes(Module module) =>
        [.. module.state_dict().Values.SelectMany(tensor => tensor.detach().contiguous().bytes.ToArray())];

    private sealed class KilledException : Exception;

    /// <summary>Ends the run from outside, without a chance to write anything: upon being asked for a batch.</summary>
    private sealed class KillingBatches(LabelledImages data, Func<bool> isTime) : IBatches, IDisposable
    {
        public long Samples => data.Samples;

        public int Count => data.Count;

        public IEnumerable<Batch> InOrder() => data.InOrder();

        public IEnumerable<Batch> Shuffled(long seed, int first = 0) =>
            data.Shuffled(seed, first).Select(batch => isTime() ? throw new KilledException() : batch);

        public void Dispose() => data.Dispose();
    }
}
