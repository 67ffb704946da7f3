using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>What every criterion must do, whatever it measures. New ones are held against it as soon as they are registered.</summary>
public class PropertyTests
{
    private static readonly string[] ZeroForDeadChannels =
    [
        "l1", "l2", "nuclear-norm", "obd", "taylor", "taylor-weight", "taylor-gate", "snip", "linear-loss", "quadratic-loss", "fisher",
        "group-fisher",
    ];

    private static readonly string[] BlindToScale =
    [
        "taylor", "taylor-gate", "linear-loss", "quadratic-loss", "fisher", "group-fisher", "thinet", "lasso", "ccp",
    ];

    public static TheoryData<string> All => [.. Methods.All
        .Where(method => method.Status == MethodStatus.Works && (method.Importance ?? (Delegate?)method.Selector) is not null)
        .Select(method => method.Name)];

    public static TheoryData<string> Dead => [.. ZeroForDeadChannels];

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
