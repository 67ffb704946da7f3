using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>What every criterion must do, whatever it measures. New ones are held against it as soon as they are registered.</summary>
public class PropertyTests
{
    // Every criterion gives a dead channel the lowest score, zero, but for these; what is added later is held against it.
    private static readonly Dictionary<string, string> BlindToDeath = new()
    {
        ["random"] = "looks at nothing",
        ["group-l2"] = "counts what reads the channel, too",
        ["backward"] = "looks at the last member, which is not the filter",
        ["fpgm"] = "looks at distances from other filters",
        ["correlation"] = "looks at correlations with other filters, below zero",
        ["apoz"] = "is minus the share of zeros, the lowest of which is -1",
        ["gradient"] = "looks at the gradient alone, which a dead channel has",
        ["obs-saliency"] = "damps its matrix, so that weights count a little though nothing comes to them",
        ["nisp"] = "looks at what reads the channel",
        ["batch-norm-scale"] = "looks at factors, not at filters",
    };

    // What the network computes depends on neither the scale of filters nor on these; other criteria may see it, and do.
    private static readonly string[] BlindToScale =
    [
        "taylor", "taylor-gate", "linear-loss", "quadratic-loss", "fisher", "group-fisher", "thinet", "lasso", "ccp",
    ];

    private static IEnumerable<Method> Working => Methods.All
        .Where(method => method.Status == MethodStatus.Works && (method.Importance ?? (Delegate?)method.Selector) is not null);

    public static TheoryData<string> All => [.. Working.Select(method => method.Name)];

    public static TheoryData<string> Criteria => [.. Working.Where(method => method.Importance is not null).Select(method => method.Name)];

    public static TheoryData<string> Dead => [.. Working
        .Where(method => method.Importance is not null && !BlindToDeath.ContainsKey(method.Name))
        .Select(method => method.Name)];

    public static TheoryData<string> Scaled => [.. BlindToScale];

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Permuted_channels_are_chosen_alike(string name)
    {
        Skip.If(name == "random", "random scores look at nothing");
        using DisposeScope scope = NewDisposeScope();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        ImmutableArray<ImmutableArray<int>> permutations = Permutations(11);
        var permuted = new ScoredNetwork();
        permuted.@double().eval();
        permuted.load_state_dict(model.state_dict());
        using (no_grad())
        {
            foreach (ParameterLayout layout in ScoredNetwork.Graph.Parameters)
            {
                Tensor values = model.state_dict()[layout.Name];
                for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
                {
                    values = values.index_select(dimension, tensor(layout.Dimensions[dimension].KeptEntries(permutations)));
                }
                permuted.state_dict()[layout.Name].copy_(values);
            }
        }
        double[][] scores = Scores(model, calibration, name), after = Scores(permuted, calibration, name);
        for (int group = 0; group < scores.Length; group++)
        {
            after[group].ShouldBe(permutations[group].Select(channel => scores[group][channel]), 1e-9, name);
        }
        if (scores.Length > 0)
        {
            return; // of equal scores the order of the channels decides
        }
        ImmutableArray<int>[] chosen = Chosen(model, calibration, name), chosenAfter = Chosen(permuted, calibration, name);
        for (int group = 0; group < permutations.Length; group++)
        {
            chosenAfter[group].Select(channel => permutations[group][channel]).Order().ToArray().ShouldBe([.. chosen[group]], name);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_chooses_the_same_and_leaves_the_model_alone(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        model.train();
        model.get_parameter("first.weight")!.requires_grad = false;
        model.get_parameter("second.weight")!.grad = ones_like(model.get_parameter("second.weight")!);
        Dictionary<string, byte[]> before = Bytes(model);
        ImmutableArray<int>[] chosen = Chosen(model, calibration, name);
        Chosen(model, calibration, name).Select(channels => string.Join(" ", channels))
            .ShouldBe(chosen.Select(channels => string.Join(" ", channels)));
        foreach ((string parameter, byte[] bytes) in Bytes(model))
        {
            bytes.SequenceEqual(before[parameter]).ShouldBeTrue($"{name} changed {parameter}");
        }
        model.training.ShouldBeTrue();
        model.get_parameter("first.weight")!.requires_grad.ShouldBeFalse();
        model.get_parameter("second.bias")!.requires_grad.ShouldBeTrue();
        model.get_parameter("second.bias")!.grad.ShouldBeNull();
        model.get_parameter("second.weight")!.grad!.eq(1).all().item<bool>().ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Any_number_of_channels_can_be_asked_for(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        ChannelSelector selector = Methods.SelectorNamed(name);
        Statistics statistics = ScoredNetwork.Graph.Calibrate(model, calibration, selector);
        foreach (int width in (int[])[1, 2, 5, 6])
        {
            PruningPlan plan = ScoredNetwork.Graph.Select(model, selector, [width, width], statistics);
            if (selector is not MemberPolicySelector)
            {
                plan.WidthsFor(ScoredNetwork.Graph).ShouldBe([width, width]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dead))]
    public void A_dead_channel_gets_the_lowest_score_zero(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        using (no_grad())
        {
            model.get_parameter("second.weight")![3].zero_();
            model.get_parameter("second.bias")![3] = 0;
        }
        ImmutableArray<double> scores = ScoredNetwork.Graph.Score(model, Methods.ImportanceNamed(name), calibration)["second"];
        scores[3].ShouldBe(0, 1e-12);
        scores.ShouldAllBe(score => score >= 0);
        ScoredNetwork.Graph.Score(model, new ZeroFractionImportance(), calibration)["second"][3].ShouldBe(-1);
    }

    [Theory]
    [MemberData(nameof(Scaled))]
    public void Scaling_a_filter_and_its_readers_oppositely_changes_nothing(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        string[] before = [.. Chosen(model, calibration, name).Select(channels => string.Join(" ", channels))];
        double[][] scores = Scores(model, calibration, name);
        using (no_grad())
        {
            foreach (string parameter in (string[])["second.weight", "second.bias"])
            {
                model.get_parameter(parameter)![2].mul_(10);
            }
            ConsumerScaling.Apply(ScoredNetwork.Graph, model, 1, 2, 0.1);
        }
        Chosen(model, calibration, name).Select(channels => string.Join(" ", channels)).ShouldBe(before, name);
        double[][] after = Scores(model, calibration, name);
        for (int group = 0; group < scores.Length; group++)
        {
            after[group].ShouldBe(scores[group], 1e-9, name);
        }
    }

    [Theory]
    [InlineData("correlation-pairs")]
    [InlineData("correlation")]
    public void One_of_two_equal_channels_goes_first(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        using (no_grad())
        {
            ChannelCopy.Make(ScoredNetwork.Graph, model, "second", from: 1, to: 4);
        }
        ImmutableArray<int> kept = ScoredNetwork.Graph.Select(model, Methods.SelectorNamed(name), [6, 5], calibration).Groups[1].Keep;
        (kept.Contains(1) && kept.Contains(4)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_masked_network_is_the_pruned_one(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradients = enable_grad();
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        PruningPlan plan = ScoredNetwork.Graph.Select(model, Methods.SelectorNamed(name), [4, 3], calibration);
        ScoredNetwork pruned = ScoredNetwork.Removed(plan, model);
        Surgery.MaskConsumers(ScoredNetwork.Graph, plan, model);
        Tensor samples = randn([5, 2, 4, 4], dtype: ScalarType.Float64);
        Vectors.Of(pruned.call(samples)).ShouldBe(Vectors.Of(model.call(samples)), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Criteria))]
    public void A_budget_is_spent_to_the_last_channel(string name)
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        Method method = Methods.CriterionNamed(name);
        Graph graph = ScoredNetwork.Graph;
        Scores scores = graph.Score(model, method.Importance!(), calibration);
        double most = 0.6 * graph.Cost(graph.DenseWidths).Macs;
        int[] widths = [.. scores.Plan(Budget.Macs(0.6), Allocation.Global with { Normalization = method.Normalization }).WidthsFor(graph)];
        ((double)graph.Cost(widths).Macs).ShouldBeLessThanOrEqualTo(most);

        // The channel that went last is the best of those that went of one of the groups.
        Enumerable.Range(0, widths.Length).Any(group => widths[group] < graph.Groups[group].Channels && WithOneMore(group) > most)
            .ShouldBeTrue();

        double WithOneMore(int group)
        {
            int[] wider = [.. widths];
            wider[group]++;
            return graph.Cost(wider).Macs;
        }
    }

    [Theory]
    [MemberData(nameof(Criteria))]
    public async Task A_round_that_is_rejected_leaves_every_bit(string name)
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        var images = (TensorBatches)calibration.Data;
        Dictionary<string, byte[]> before = Bytes(model);
        var procedure = new PruningProcedure(
            ScoredNetwork.Graph,
            new ScheduledRounds(2, 0.5) { MaximumDrop = -2 }, // no accuracy is better by two
            new BudgetProposal(
                network => ScoredNetwork.Graph.Score(network, Methods.ImportanceNamed(name), calibration),
                Budget.Channels,
                Allocation.Uniform))
        {
            Recalibration = calibration,
        };
        ProcedureResult result = await procedure.RunAsync(model, images, images);
        result.History.Rounds.ShouldHaveSingleItem().Accepted.ShouldBeFalse();
        foreach ((string parameter, byte[] bytes) in Bytes(model))
        {
            bytes.SequenceEqual(before[parameter]).ShouldBeTrue($"{name} changed {parameter}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void A_group_of_one_channel_keeps_it(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        var model = new TwoMembers(rand([1, 3], dtype: ScalarType.Float64), rand([2, 1], dtype: ScalarType.Float64));
        Skip.If(name is "hrank" or "batch-norm-scale", "there are neither maps nor norms");
        Graph graph = TwoMembers.GraphOf(1, 2);
        var calibration = new Calibration(new TensorBatches(rand([4, 3], dtype: ScalarType.Float64), [0, 1, 1, 0]));
        graph.Select(model, Methods.SelectorNamed(name), [1], calibration).Groups[0].Keep.ShouldBe([0]);
        if (Methods.All.Single(method => method.Name == name).Importance is { } importance)
        {
            graph.Score(model, importance(), calibration)[0].Length.ShouldBe(1);
        }
    }

    private static ImmutableArray<int>[] Chosen(ScoredNetwork model, Calibration calibration, string name) =>
        [.. ScoredNetwork.Graph.Select(model, Methods.SelectorNamed(name), [4, 3], calibration).Groups.Select(group => group.Keep)];

    private static double[][] Scores(ScoredNetwork model, Calibration calibration, string name)
    {
        if (Methods.All.Single(method => method.Name == name).Importance is not { } importance)
        {
            return [];
        }
        Scores scores = ScoredNetwork.Graph.Score(model, importance(), calibration);
        return [[.. scores[0]], [.. scores[1]]];
    }

    private static ImmutableArray<ImmutableArray<int>> Permutations(int seed)
    {
        var random = new Random(seed);
        return [.. ScoredNetwork.Graph.DenseWidths.Select(width =>
        {
            int[] channels = [.. Enumerable.Range(0, width)];
            random.Shuffle(channels);
            return channels.ToImmutableArray();
        })];
    }

    private static Dictionary<string, byte[]> Bytes(Module model) =>
        model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
}
