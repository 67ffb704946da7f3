using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>What calibration says where data, model or mode are not as they should be.</summary>
public class BadCalibrationTests
{
    // What looks at data in ways of its own: at gates, at the gradients of weights, and at single weights without groups.
    private static readonly Dictionary<string, Action<ScoredNetwork, Calibration>> Ways = new()
    {
        ["taylor"] = (model, calibration) => ScoredNetwork.Graph.Score(model, new TaylorImportance(), calibration),
        ["taylor-weight"] = (model, calibration) => ScoredNetwork.Graph.Score(model, new WeightTaylorImportance(), calibration),
        ["snip-weights"] = (model, calibration) => WeightMasks.LeastSensitive(model, calibration, 0.5).Dispose(),
    };

    public static TheoryData<string> All => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Data_of_the_wrong_shape(string way)
    {
        string message = Error(way, rand([4, 5, 4, 4], dtype: ScalarType.Float64), [0, 1, 2, 0]);
        message.ShouldContain("Batch 1");
        message.ShouldContain("[4, 5, 4, 4]");
        message.ShouldContain("ScoredNetwork");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_samples(string way) => Error(way, zeros([0, 2, 4, 4], dtype: ScalarType.Float64), []).ShouldContain("no sample");

    [Theory]
    [MemberData(nameof(All))]
    public void No_batches(string way)
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        Should.Throw<PruningException>(() => Ways[way](model, calibration with { Data = new Batches() })).Message
            .ShouldContain("no sample");
        model.parameters().ShouldAllBe(parameter => parameter.requires_grad);
    }

    [Fact]
    public void More_labels_than_samples()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        var data = new Batches(() => new Batch(rand([4, 2, 4, 4], dtype: ScalarType.Float64), tensor((long[])[0, 1, 2, 0, 1])));
        Should.Throw<PruningException>(() => Ways["taylor"](model, calibration with { Data = data })).Message
            .ShouldContain("the first dimensions must count the same samples");
    }

    [Fact]
    public void A_loss_of_no_weight()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        calibration = calibration with { Loss = (outputs, _) => outputs.sum([1L]) * 0 };
        Should.Throw<PruningException>(() => ConnectionSensitivity.Of(model, calibration)).Message.ShouldContain("depends on no weight");
    }

    [Fact]
    public void Weights_between_that_make_NaN_are_named()
    {
        // The weight is in no group, so that nothing but the activations shows it.
        using var model = new NotANumber();
        var calibration = new Calibration(new TensorBatches(rand([6, 3], dtype: ScalarType.Float64), new long[6], 2));
        string message = Should.Throw<PruningException>(
            () => TwoMembers.GraphOf(4, 2).Score(model, new ZeroFractionImportance(), calibration)).Message;
        message.ShouldContain("'second'");
        message.ShouldContain("batch 2");
    }

    [Theory]
    [InlineData("taylor", 3)]
    [InlineData("taylor", -1)]
    [InlineData("taylor-weight", 3)]
    [InlineData("snip-weights", 3)]
    public void Labels_out_of_range(string way, long label)
    {
        string message = Error(way, rand([4, 2, 4, 4], dtype: ScalarType.Float64), [0, 1, label, 0]);
        message.ShouldContain($"the label {label}");
        message.ShouldContain("3 classes");
    }

    [Theory]
    [InlineData("taylor", double.NaN)]
    [InlineData("taylor", double.PositiveInfinity)]
    [InlineData("taylor-weight", double.NaN)]
    [InlineData("snip-weights", double.NegativeInfinity)]
    public void Activations_that_are_no_numbers(string way, double value)
    {
        using Tensor samples = rand([40, 2, 4, 4], dtype: ScalarType.Float64);
        samples[20, 1, 2, 2] = value;
        string message = Error(way, samples, new long[40]);
        message.ShouldContain("'first'");
        message.ShouldContain("batch 2");
    }

    [Fact]
    public void Gradients_that_are_switched_off()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        using IDisposable noGradient = no_grad();
        foreach ((string way, string user) in new[]
            {
                ("taylor", nameof(TaylorImportance)), ("taylor-weight", nameof(WeightTaylorImportance)),
                ("snip-weights", nameof(ConnectionSensitivity)),
            })
        {
            Should.Throw<PruningException>(() => Ways[way](model, calibration)).Message.ShouldContain($"{user} needs gradients");
        }
        ScoredNetwork.Graph.Score(model, new ZeroFractionImportance(), calibration)[0].Length.ShouldBe(6);
    }

    [Fact]
    public void A_criterion_of_data_without_data()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        string message = Should.Throw<PruningException>(() => ScoredNetwork.Graph.Score(model, new TaylorImportance())).Message;
        message.ShouldContain("TaylorImportance");
        message.ShouldContain("Calibration");
        Statistics statistics = ScoredNetwork.Graph.Calibrate(model, calibration, new ZeroFractionImportance());
        Should.Throw<PruningException>(() => ScoredNetwork.Graph.Score(model, new TaylorImportance(), statistics)).Message
            .ShouldContain("GateGradients");
        Should.Throw<PruningException>(() => ScoredNetwork.Graph.Select(model, new ThiNetSelector(), [3, 3])).Message
            .ShouldContain("ThiNetSelector");
    }

    [Fact]
    public void A_layer_that_is_passed_by()
    {
        using var model = new PassedBy();
        var calibration = new Calibration(new TensorBatches(rand([4, 3], dtype: ScalarType.Float64)));
        string message = Should.Throw<PruningException>(
            () => TwoMembers.GraphOf(4, 2).Score(model, new ZeroFractionImportance(), calibration)).Message;
        message.ShouldContain("'second'");
        message.ShouldContain("ZeroFractionImportance");
    }

    [Fact]
    public void A_loss_that_is_not_one_number_per_sample()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        Should.Throw<PruningException>(() => ScoredNetwork.Graph.Score(
            model, new TaylorImportance(), calibration with { Loss = (outputs, labels) => functional.cross_entropy(outputs, labels) }))
            .Message.ShouldContain("one number per sample");
    }

    [Fact]
    public void A_singular_matrix_is_damped()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor column = rand([8, 1], dtype: ScalarType.Float64);
        var dense = new TwoMembers(cat([eye(2, dtype: ScalarType.Float64), zeros([1, 2], dtype: ScalarType.Float64)]), rand([2, 3], dtype: ScalarType.Float64));
        Graph graph = TwoMembers.GraphOf(3, 2);
        var calibration = new Calibration(new TensorBatches(cat([column, column], 1)));
        graph.Score(dense, new BrainSurgeonImportance(), calibration)[0].ShouldAllBe(score => score >= 0);
        PruningPlan plan = PruningPlan.Dense(graph).Keep("first", 0, 1);
        var pruned = new TwoMembers(rand([2, 2], dtype: ScalarType.Float64), rand([2, 2], dtype: ScalarType.Float64));
        Surgery.Transfer(graph, plan, dense, pruned);
        ReconstructionReport report = graph.Reconstruct(plan, dense, pruned, new LeastSquaresReconstruction(), calibration);
        report.Layers.Single().Note.ShouldContain("ridge");
        Vectors.Of(pruned.call(cat([column, column], 1))).ShouldBe(Vectors.Of(dense.call(cat([column, column], 1))), 1e-4);
    }

    [Fact]
    public void Cancelling_stops_between_two_batches_and_puts_all_back()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        model.train();
        using var source = new CancellationTokenSource();
        var progress = new Told(source);
        Should.Throw<OperationCanceledException>(() => ScoredNetwork.Graph.Score(
            model, new TaylorImportance(), calibration with { Cancellation = source.Token, Progress = progress }));
        progress.Last.ShouldBe(new CalibrationProgress(1, 3, 16));
        model.training.ShouldBeTrue();
        model.parameters().ShouldAllBe(parameter => parameter.requires_grad);
    }

    private static string Error(string way, Tensor samples, long[] labels)
    {
        (ScoredNetwork model, _) = ScoredNetwork.Trained();
        return Should.Throw<PruningException>(() => Ways[way](model, new Calibration(new TensorBatches(samples, labels, 16)))).Message;
    }

    private sealed class Told(CancellationTokenSource source) : IProgress<CalibrationProgress>
    {
        public CalibrationProgress Last { get; private set; }

        public void Report(CalibrationProgress value)
        {
            Last = value;
            source.Cancel();
        }
    }

    private sealed class Batches(params Func<Batch>[] batches) : IBatches
    {
        public long Samples => batches.Length;

        public int Count => batches.Length;

        public IEnumerable<Batch> InOrder() => batches.Select(batch => batch());

        public IEnumerable<Batch> Shuffled(long seed, int first = 0) => InOrder().Skip(first);
    }

    /// <summary>Has the parameters of <see cref="TwoMembers"/>, and divides by zero in its second batch.</summary>
    private sealed class NotANumber : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first, second;
        private int _batches;

        public NotANumber()
            : base("NotANumber")
        {
            first = Linear(3, 4, hasBias: false);
            second = Linear(4, 2, hasBias: false);
            RegisterComponents();
            this.@double();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = first.call(input);
            return second.call(++_batches == 2 ? hidden * 0 / 0 : hidden);
        }
    }

    /// <summary>Has the parameters of <see cref="TwoMembers"/>, but gives the second weight to a function.</summary>
    private sealed class PassedBy : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first, second;

        public PassedBy()
            : base("PassedBy")
        {
            first = Linear(3, 4, hasBias: false);
            second = Linear(4, 2, hasBias: false);
            RegisterComponents();
            this.@double();
        }

        public override Tensor forward(Tensor input) => first.call(input).matmul(second.weight!.t());
    }
}
