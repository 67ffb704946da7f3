using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>Criteria of activations, against reference numbers.</summary>
public class ActivationCriteriaTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void Average_percentage_of_zeros()
    {
        MethodOracle oracle = MethodOracle.Of("apoz");
        Score(oracle.Input("A_after_relu").Tensor(), new ZeroFractionImportance())
            .ShouldBe([.. oracle.Numbers("apoz").Select(apoz => -apoz)], Tolerance);
    }

    [SkippableFact]
    public void Channels_with_far_more_zeros_than_the_mean_go()
    {
        MethodOracle oracle = MethodOracle.Of("apoz");
        Tensor activations = oracle.Input("A_after_relu").Tensor();
        using ReaderNetwork model = ReaderNetwork.Of(activations);
        Scores scores = ReaderNetwork.GraphOf(4).Score(model, new ZeroFractionImportance(), new Calibration(new TensorBatches(activations)));
        double mean = scores[0].Average(), deviation = Math.Sqrt(scores[0].Average(score => (score - mean) * (score - mean)));
        (-mean).ShouldBeClose(oracle.Expected("mean"));
        deviation.ShouldBeClose(oracle.Expected("std_population"));
        scores.Above(_ => mean - deviation).Groups[0].Keep
            .ShouldBe(Enumerable.Range(0, 4).Except(oracle.Indices("prune_if_gt_mean_plus_std")));
    }

    [SkippableFact]
    public void Entropy_of_mean_activations()
    {
        MethodOracle oracle = MethodOracle.Of("entropy");
        Score(oracle.Input("M").Tensor(), new EntropyImportance(oracle.Input("bins").GetInt32()))
            .ShouldBe(oracle.Numbers("H_nats"), Tolerance);
    }

    [SkippableFact]
    public void Mutual_information_with_the_label()
    {
        MethodOracle oracle = MethodOracle.Of("mutual_information");
        long[] labels = oracle.Input("y").Labels();
        Score(oracle.Input("M").Tensor(), new MutualInformationImportance(oracle.Input("bins").GetInt32()), labels)
            .ShouldBe(oracle.Numbers("MI_nats"), Tolerance);
    }

    [SkippableFact]
    public void Nuclear_norm_and_rank_of_maps()
    {
        MethodOracle oracle = MethodOracle.Of("nuclear_norm");
        Tensor maps = oracle.Input("A_N_C_H_W").Tensor();
        Score(maps, new NuclearNormImportance()).ShouldBe(oracle.Numbers("score_nuclear_mean_over_N"), Tolerance);
        Score(maps, new MapRankImportance()).ShouldBe(oracle.Numbers("score_hrank_mean_over_N"), Tolerance);
        for (int sample = 0; sample < maps.shape[0]; sample++)
        {
            Score(maps.narrow(0, sample, 1), new NuclearNormImportance())
                .ShouldBe(oracle.Expected("nuclear_per_sample")[sample].Numbers(), Tolerance);
            Score(maps.narrow(0, sample, 1), new MapRankImportance())
                .ShouldBe(oracle.Expected("rank_per_sample")[sample].Numbers(), Tolerance);
        }
    }

    [Fact]
    public void Large_maps_have_the_nuclear_norm_that_small_ones_have()
    {
        using Tensor small = rand([2, 3, 6, 32], dtype: ScalarType.Float64), wide = zeros([2, 3, 40, 32], dtype: ScalarType.Float64);
        wide.narrow(2, 0, 6).copy_(small);
        Score(wide, new NuclearNormImportance()).ShouldBe(Score(small, new NuclearNormImportance()), 1e-6);
    }

    [Fact]
    public void Single_numbers_have_no_rank()
    {
        using Tensor vectors = rand([4, 3], dtype: ScalarType.Float64);
        string message = Should.Throw<PruningException>(() => Score(vectors, new MapRankImportance())).Message;
        message.ShouldContain("'reader'");
        message.ShouldContain("[Keep]");
    }

    [Fact]
    public void Maps_that_are_pooled_before_a_layer_reads_them_have_the_ranks_that_they_are_made_with()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(9);
        Tensor samples = randn([5, 2, 6, 6], dtype: ScalarType.Float64), responses = zeros([0]);
        var model = new PooledNetwork();
        using (no_grad())
        {
            samples[1].narrow(1, 0, 4).zero_(); // maps of one row of numbers, for one sample
            responses = model.Produced(samples);
        }
        double[] ranks = Vectors.Of(linalg.matrix_rank(responses).to_type(ScalarType.Float64).mean([0L]));
        ranks.Average().ShouldBeLessThan(4);
        foreach (int size in (int[])[5, 2])
        {
            var calibration = new Calibration(new TensorBatches(samples, new long[5], size));
            PooledNetwork.Graph.Score(model, new MapRankImportance(), calibration)[0].ShouldBe(ranks, 1e-9);
        }
    }

    [Fact]
    public void What_reads_pooled_maps_has_no_say_where_another_layer_reads_whole_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(9);
        Tensor samples = randn([5, 2, 6, 6], dtype: ScalarType.Float64);
        var model = new PooledNetwork(isReadTwice: true);
        using IDisposable noGradient = no_grad();
        Tensor read = model.Produced(samples).relu();
        PooledNetwork.TwiceRead.Score(model, new MapRankImportance(), new Calibration(new TensorBatches(samples)))[0]
            .ShouldBe(Vectors.Of(linalg.matrix_rank(read).to_type(ScalarType.Float64).mean([0L])), 1e-9);
    }

    [SkippableFact]
    public void Attention()
    {
        MethodOracle oracle = MethodOracle.Of("aap_score");
        Tensor maps = oracle.Input("A_N_C_H_W").Tensor();
        foreach (int power in (int[])[1, 2, 4])
        {
            Score(maps, new AttentionImportance(power)).ShouldBe(oracle.Numbers($"p={power}"), Tolerance);
        }

        // The threshold of a layer is the global one times the layer's share of the weights.
        double[] weights = oracle.Input("nonzero_params_per_layer").Numbers();
        double share = weights[oracle.Input("this_layer").GetInt32()] / weights.Sum();
        double threshold = oracle.Input("T_global").GetDouble() * share;
        threshold.ShouldBeClose(oracle.Expected("layer_threshold"));
        using ReaderNetwork model = ReaderNetwork.Of(maps);
        ReaderNetwork.GraphOf(3).Score(model, new AttentionImportance(1), new Calibration(new TensorBatches(maps)))
            .Above(_ => threshold).Groups[0].Keep
            .ShouldBe(Enumerable.Range(0, 3).Except(oracle.Indices("pruned(score<=thr,p=1)")));
        Score(maps, new AttentionImportance(2) { Order = AttentionOrder.PowerFirst })
            .ShouldBe([.. maps.square().mean([0, 2, 3]).data<double>()], Tolerance);
    }

    [SkippableFact]
    public void Inbound_variances_of_kernels()
    {
        MethodOracle oracle = MethodOracle.Of("inbound_variance");
        using ReaderNetwork model = ReaderNetwork.With(oracle.Input("W").Tensor());
        Graph graph = ReaderNetwork.GraphOf(2);
        Tensor samples = oracle.Input("X").Tensor();
        int count = (int)samples.shape[0];
        double[] variances = Variances(samples);
        variances.ShouldBeClose(oracle.Expected("sigma_ts_population_var"));
        variances.Select(variance => variance * count / (count - 1)).ShouldBeClose(oracle.Expected("sigma_ts_sample_var"));

        // A sample and its absence deviate from their mean by half the norm.
        double[][] norms =
        [
            .. Enumerable.Range(0, count).Select(sample => samples.narrow(0, sample, 1))
                .Select(one => Variances(cat([one, zeros_like(one)])).Select(variance => 2 * Math.Sqrt(variance)).ToArray()),
        ];
        Enumerable.Range(0, variances.Length).SelectMany(kernel => norms.Select(all => all[kernel]))
            .ShouldBeClose(oracle.Expected("fro_norm_t_s_n"));

        double[] Variances(Tensor shown)
        {
            var calibration = new Calibration(new TensorBatches(shown, new long[shown.shape[0]], 2));
            Statistics statistics = graph.Calibrate(model, calibration, new InboundVarianceImportance());
            return [.. statistics.Get(0, new InboundVariance()).Single().Cast<double>()];
        }
    }

    [SkippableFact]
    public void Response_variances_of_filters()
    {
        MethodOracle oracle = MethodOracle.Of("reduce_reuse");
        using ReaderNetwork model = ReaderNetwork.With(oracle.Input("W").Tensor());
        var calibration = new Calibration(new TensorBatches(oracle.Input("X").Tensor()));
        ReaderNetwork.GraphOfFilters(2, 2).Calibrate(model, calibration, new ResponseVarianceImportance()).Get(0, new ResponseVariance())
            .ShouldBe(oracle.Numbers("sigma_t_population_var"), Tolerance);
    }

    [SkippableFact]
    public void Propagated_scores()
    {
        MethodOracle oracle = MethodOracle.Of("nisp");
        using var model = new Net1();
        double[] final = oracle.Input("frl_score_for_a2_channels").Numbers();
        Scores scores = Net1.Graph.Score(model, new PropagatedImportance { FinalScores = [.. final] }, Net1.Calibration);
        scores["conv2"].ShouldBe(final, Tolerance);
        scores["conv1"].ShouldBe(oracle.Numbers("score_a1_channels = sum_o s_o sum|W2[o,c]|"), Tolerance);

        double[][] features = [.. oracle.Input("frl_features").Numbers().Chunk(4)];
        FeatureSelection.Infinite(features, 0.5).ShouldBe(oracle.Numbers("inffs_score"), 2e-5);
        using Tensor adjacency = FeatureSelection.Adjacency(features, 0.5);
        adjacency.data<double>().ToArray().ShouldBe(oracle.Numbers("inffs_A"), Tolerance);
    }

    private static IReadOnlyList<double> Score(Tensor activations, Importance importance, params long[] labels)
    {
        using ReaderNetwork model = ReaderNetwork.Of(activations);
        var data = new TensorBatches(activations, labels.Length > 0 ? labels : new long[activations.shape[0]]);
        return ReaderNetwork.GraphOf((int)activations.shape[1]).Score(model, importance, new Calibration(data))["inputs"];
    }
}
